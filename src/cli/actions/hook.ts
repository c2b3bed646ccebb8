import { realpathSync } from 'node:fs';
import { describeHookReport } from '../../node/hooks/hookReport.ts';
import type { HookProgram } from '../../node/hooks/hookScript.ts';
import { installMergeDriver, uninstallMergeDriver } from '../../node/hooks/mergeDriver.ts';
import { hookStatus, installHook, requireRepository, uninstallHook } from '../../node/hooks/preCommitHook.ts';
import { lastingNode } from '../../node/lastingNode.ts';
import { searchHere } from '../../node/programOnPath.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

export interface InstallOptions {
  readonly mergeDriver?: true;
}

export async function install({ mergeDriver }: InstallOptions): Promise<number> {
  const repository = await requireRepository(process.cwd());
  const program = thisProgram();
  // The merge driver is installed first, so that the hook's report does not offer it.
  const merging = mergeDriver ? await installMergeDriver(repository, program) : [];
  const report = await installHook(repository, program);
  printLines(describeHookReport({ ...report, changes: [...report.changes, ...merging] }, repository.root));
  return exitCodes.done;
}

export async function uninstall(): Promise<number> {
  const repository = await requireRepository(process.cwd());
  const report = await uninstallHook(repository);
  const merging = await uninstallMergeDriver(repository);
  printLines(describeHookReport({ ...report, changes: [...report.changes, ...merging] }, repository.root));
  return exitCodes.done;
}

export async function status(): Promise<number> {
  printLines(await hookStatus(await requireRepository(process.cwd())));
  return exitCodes.done;
}

/** The polyprompt that is running now, which a hook starts when it finds no other. */
function thisProgram(): HookProgram {
  return { cli: realpathSync(process.argv[1] ?? ''), node: lastingNode(process.execPath, searchHere(), realpathSync) };
}

function printLines(lines: readonly string[]): void {
  print(lines.map((line) => `${line}\n`).join(''));
}
