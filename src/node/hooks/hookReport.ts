import path from 'node:path';
import { slashedPath } from '../files/slashedPath.ts';
import { isInside } from '../files/workspaceFiles.ts';

export interface FileChange {
  readonly what: 'wrote' | 'kept' | 'restored' | 'removed' | 'set';
  /** An absolute path, or for `set` the name of what was set in Git's configuration. */
  readonly file: string;
}

/** What installing or uninstalling did. */
export interface HookReport {
  /** One sentence. */
  readonly summary: string;
  /** The file that holds or held the hook, absolute. */
  readonly file: string;
  /** Empty when everything was so already. */
  readonly changes: readonly FileChange[];
  /** Sentences about what else there is to know or to do. */
  readonly notes: readonly string[];
}

/** The report as lines: the summary, each file that changed, and the notes. */
export function describeHookReport({ summary, changes, notes }: HookReport, root: string): readonly string[] {
  return [summary, ...changes.map(({ what, file }) => `  ${what} ${shownPath(file, root)}`), ...notes];
}

/** A path inside of the working tree as seen from there, another one whole. */
export function shownPath(file: string, root: string): string {
  if (!path.isAbsolute(file) || !isInside(file, root)) return file;
  return slashedPath(root, file);
}
