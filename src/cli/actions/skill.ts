import path from 'node:path';
import { agentsSection } from '../../core/agent/agentsSection.ts';
import { type InstalledFile, installSection, installSkill, shippedSkill } from '../../node/skill/installSkill.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printFile } from '../terminal/terminal.ts';

export interface SkillOptions {
  readonly agentsMd?: true;
  readonly force?: true;
}

/** The folder above `dist`, which holds the skill. */
const packageFolder = path.resolve(import.meta.dirname, '..');

/** Installs the skill in the working folder, and tells what was written; the result is the exit code. */
export function install({ agentsMd, force }: SkillOptions): number {
  const folder = process.cwd();
  const installed = [
    ...installSkill(folder, shippedSkill(packageFolder), { overwrites: force === true }),
    ...(agentsMd ? [installSection(folder)] : []),
  ];
  print(installed.map(lineOf).join(''));
  if (!agentsMd) print(`\nFor AGENTS.md, which is yours (--agents-md writes it):\n\n${agentsSection}`);
  return exitCodes.done;
}

/** Prints the skill; nothing is written. */
export function show(): number {
  printFile(shippedSkill(packageFolder));
  return exitCodes.done;
}

function lineOf({ file, change }: InstalledFile): string {
  return change === 'written' ? `Wrote ${file}.\n` : `${file} is up to date.\n`;
}
