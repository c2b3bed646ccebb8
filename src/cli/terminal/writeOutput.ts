import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { storageError } from '../../node/files/storageError.ts';

/**
 * Writes a file that the user named, whole or not at all, so that a full disk leaves no empty file. A link is followed, and what is no
 * regular file (a pipe, a terminal) is written to directly. Throws `storage` with `hint`.
 */
export function writeOutput(name: string, text: string, hint: string): void {
  if (!existsSync(path.dirname(path.resolve(name))))
    throw new PolypromptError('storage', `${name} cannot be written.`, { hint });
  const found = statSync(name, { throwIfNoEntry: false });
  try {
    if (found && !found.isFile()) writeFileSync(name, text);
    else replaceFile(found ? realpathSync(name) : name, text);
  } catch (cause) {
    throw storageError(`${name} cannot be written`, causeOf(cause), hint);
  }
}

function causeOf(thrown: unknown): unknown {
  return toPolypromptError(thrown).cause ?? thrown;
}
