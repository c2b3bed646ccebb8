import type { AgentLimits } from './agentContext.ts';

/** Where and how far agents may work. */
export interface ServedFolder {
  /** The script of the command line. */
  readonly cli: string;
  readonly folder: string;
  readonly limits: AgentLimits;
  /** False where nothing may be asked: only the tools that read are there. */
  readonly mayRun: boolean;
}

/** The arguments with which Node.js serves the tools for coding agents in a folder. */
export function agentServerArguments({ cli, folder, limits, mayRun }: ServedFolder): readonly string[] {
  const { perCall, perDay, askAbove } = limits;
  const flags = { '--max-cost': perCall, '--max-cost-per-day': perDay, '--ask-above': askAbove };
  return [
    ...[cli, 'mcp', '--folder', folder],
    ...Object.entries(flags).flatMap(([flag, usd]) => [flag, `${usd}`]),
    ...(mayRun ? [] : ['--read-only']),
  ];
}
