import type { AgentTool } from './agentTool.ts';
import { checkFile } from './tools/checkFile.ts';
import { compareVersions } from './tools/compareVersions.ts';
import { estimateRun } from './tools/estimateRun.ts';
import { improvePrompt } from './tools/improvePrompt.ts';
import { listPrompts } from './tools/listPrompts.ts';
import { proposeCases } from './tools/proposeCases.ts';
import { readResults } from './tools/readResults.ts';
import { runEvals } from './tools/runEvals.ts';
import { runPrompt } from './tools/runPrompt.ts';
import { stopRun } from './tools/stopRun.ts';

/** All tools, in the order in which they are shown: it never changes while a server runs. */
export const agentTools = [
  listPrompts,
  checkFile,
  estimateRun,
  runEvals,
  readResults,
  compareVersions,
  runPrompt,
  improvePrompt,
  proposeCases,
  stopRun,
] as const satisfies readonly AgentTool[];

export type AgentToolName = (typeof agentTools)[number]['name'];

/** The tools that there are: all, or those that only read. */
export function toolsFor({ mayRun }: { readonly mayRun: boolean }): readonly AgentTool[] {
  return agentTools.filter(({ isReadOnly }) => mayRun || isReadOnly);
}
