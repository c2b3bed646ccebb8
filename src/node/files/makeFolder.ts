import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder and those above it. On a read-only disk, Node's own recursive way reports that the folder does not exist; this one reports
 * the true reason.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made the folder in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
