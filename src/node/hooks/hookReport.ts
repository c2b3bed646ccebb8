import path from 'node:path';
import { slashedPath } from '../files/slashedPath.ts';
import { isInside } from '../files/workspaceFiles.ts';

export interface FileChange {
  readonly what: 'wrote' | 'kept' | 'restored' | 'removed' | 'set';
  /** An absolute path; for `set` the name of a setting in Git's configuration. */
  readonly file: string;
}

/** What installing or uninstalling did. */
export interface HookReport {
  /** One sentence that says what was done. */
  readonly summary: string;
  /** Absolute path of the file that holds or held the hook. */
  readonly file: string;
  /** What changed; empty when nothing had to change. */
  readonly changes: readonly FileChange[];
  /** Sentences about what else a person should know or do. */
  readonly notes: readonly string[];
}

/** The report as lines: the summary, each file that changed, and the notes. */
export function describeHookReport({ summary, changes, notes }: HookReport, root: string): readonly string[] {
  return [summary, ...changes.map(({ what, file }) => `  ${what} ${shownPath(file, root)}`), ...notes];
}

/** A path relative to the working tree where it is inside of it, else the whole path. */
export function shownPath(file: string, root: string): string {
  if (!path.isAbsolute(file) || !isInside(file, root)) return file;
  return slashedPath(root, file);
}
