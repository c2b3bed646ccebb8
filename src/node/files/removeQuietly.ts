import { rmSync } from 'node:fs';

/** Removes a file of our own that is in nobody's way where it stays. */
export function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is gone, is no folder, or is read-only.
  }
}
