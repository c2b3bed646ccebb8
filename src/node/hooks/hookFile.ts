import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { requireOwnPlace } from '../files/ownPlace.ts';
import { removeQuietly } from '../files/removeQuietly.ts';
import { renameOver } from '../files/renameOver.ts';

/** Reads a file with one character per byte, so that every byte can be written back whatever the encoding; undefined without a file. */
export function readBytes(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code))) return undefined;
    throw error;
  }
}

/** A text of ours in the form in which `readBytes` gives the text of files. */
export function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Replaces a file in one step, so that a commit at the same time sees either the old or the new one. */
export function writeBytes(file: string, bytes: string, mode: number): void {
  const next = `${file}.polyprompt-new`;
  requireOwnPlace(path.dirname(file));
  guard(file, () => {
    mkdirSync(path.dirname(file), { recursive: true });
    rmSync(next, { force: true });
    try {
      writeFileSync(next, bytes, { encoding: 'latin1', flag: 'wx' });
      // The mask of the process would reduce the mode of a new file.
      chmodSync(next, mode & 0o7777);
      renameOver(next, file);
    } catch (error) {
      removeQuietly(next);
      throw error;
    }
  });
}

/** Puts a copy beside a file, with its mode; a link stays a link. The file itself is there all the time. */
export function keepCopy(file: string, copy: string): void {
  const found = lstatSync(file);
  if (!found.isSymbolicLink()) writeBytes(copy, readFileSync(file, 'latin1'), found.mode);
  else guard(copy, () => symlinkSync(readlinkSync(file), copy));
}

export function moveBack(copy: string, file: string): void {
  guard(file, () => renameOver(copy, file));
}

export function removeFile(file: string): void {
  guard(file, () => rmSync(file));
}

/** The error for a failure of the disk, with the file in its sentence. */
function guard(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new PolypromptError('storage', `${file} cannot be written (${code}).`, {
      hint: 'Make its folder writable, or let core.hooksPath name another one.',
      cause: error,
    });
  }
}
