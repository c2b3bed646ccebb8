import { rmSync } from 'node:fs';

/** Removes a file of our own. A file that cannot be removed does no harm, so nothing is thrown. */
export function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is gone, is no folder, or is read-only.
  }
}
