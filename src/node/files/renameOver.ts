import { renameSync } from 'node:fs';

const passing: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Milliseconds between the tries, which take a second in all. */
const waits: readonly number[] = [10, 20, 40, 80, 150, 300, 400];

export interface RenameOptions {
  readonly platform?: NodeJS.Platform;
  rename?(from: string, to: string): void;
  wait?(ms: number): void;
}

/**
 * Puts a file in the place of another. Windows refuses that for as long as another program, such as a virus scanner or an indexer, has the
 * other file open.
 */
export function renameOver(
  from: string,
  to: string,
  { platform = process.platform, rename = renameSync, wait = sleep }: RenameOptions = {},
): void {
  for (const ms of platform === 'win32' ? waits : []) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && passing.has(String(error.code)))) throw error;
      wait(ms);
    }
  }
  rename(from, to);
}

/** The wait blocks on purpose: the caller writes a file and goes on only when it is there. */
function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
