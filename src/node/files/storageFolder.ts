import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './makeFolder.ts';
import { requireOwnPlace } from './ownPlace.ts';

/** Makes a folder under a storage root (`.polyprompt` in a workspace folder), and what keeps it out of Git. Throws `storage` where a link leads out. */
export function prepareStorage(storage: string, folder: 'runs' | 'cache' = 'runs'): void {
  const inner = path.join(storage, folder);
  requireOwnPlace(storage);
  requireOwnPlace(inner);
  makeFolder(inner);
  const ignore = path.join(storage, '.gitignore');
  if (existsSync(ignore)) return;
  try {
    // A link that leads nowhere yet is no place for a new file.
    writeFileSync(ignore, 'runs/\ncache/\n.gitignore\n', { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
