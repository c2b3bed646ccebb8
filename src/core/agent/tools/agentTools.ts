import type { AgentTool } from '../agentTool.ts';
import { checkFile } from './checkFile.ts';
import { compareVersions } from './compareVersions.ts';
import { estimateRun } from './estimateRun.ts';
import { improvePrompt } from './improvePrompt.ts';
import { listPrompts } from './listPrompts.ts';
import { proposeCases } from './proposeCases.ts';
import { readResults } from './readResults.ts';
import { runEvals } from './runEvals.ts';
import { runPrompt } from './runPrompt.ts';
import { stopRun } from './stopRun.ts';

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
