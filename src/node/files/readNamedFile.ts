import { readFileSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import { decodeText } from './decodeText.ts';

/**
 * The text of a file that a person named, without its byte order mark. Throws `invalid-arguments` when it cannot be read, with `hint` where
 * there is no such file.
 */
export function readNamedFile(file: string, hint: string): string {
  const found = decodeText(bytesOf(file, hint));
  if ('text' in found) return found.text;
  throw new PolypromptError('invalid-arguments', `${file} is not read: ${found.refused}`);
}

function bytesOf(file: string, hint: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PolypromptError('invalid-arguments', `${file} cannot be read.`, { hint, cause });
  }
}
