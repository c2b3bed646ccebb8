import path from 'node:path';

/** The folder of the runs and the cache of a workspace folder. */
export function storageOf(folder: string): string {
  return path.join(folder, '.polyprompt');
}
