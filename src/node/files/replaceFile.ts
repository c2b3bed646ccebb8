import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from './makeFolder.ts';
import { removeQuietly } from './removeQuietly.ts';
import { renameOver } from './renameOver.ts';
import { storageError } from './storageError.ts';

/** Writes a new file and throws where a file or a link has that name. Tests pass a writer that fails. */
export type WriteNewFile = (file: string, text: string | Uint8Array) => void;

/** Writes a file whole or not at all, and makes its folder where it is missing. Throws `storage`. */
export function replaceFile(file: string, text: string | Uint8Array, write: WriteNewFile = writeNew): void {
  const next = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    makeFolder(path.dirname(file));
    write(next, text);
    renameOver(next, file);
  } catch (cause) {
    removeQuietly(next);
    throw storageError(
      `${file} cannot be written`,
      cause,
      'Make room for it or make its folder writable, then try again.',
    );
  }
}

function writeNew(file: string, text: string | Uint8Array): void {
  writeFileSync(file, text, { flag: 'wx' });
}
