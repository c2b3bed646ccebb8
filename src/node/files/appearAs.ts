import { linkSync, readFileSync, writeFileSync } from 'node:fs';
import { storageError } from './storageError.ts';

/** Error codes of volumes without hard links, such as memory sticks and some network and cloud folders. */
const withoutLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);

/** Gives a whole file a name that nobody has yet. The result is false when somebody has the name. Throws `storage`. */
export function appearAs(own: string, file: string, link: (own: string, file: string) => void = linkSync): boolean {
  try {
    linkOrCopy(own, file, link);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw storageError('The run cannot be recorded', error);
  }
}

/**
 * A link appears whole or not at all, and never replaces another file. Where links are not possible, the file is copied, but never over
 * another one.
 */
function linkOrCopy(own: string, file: string, link: (own: string, file: string) => void): void {
  try {
    link(own, file);
  } catch (error) {
    if (!withoutLinks.has(codeOf(error))) throw error;
    writeFileSync(file, readFileSync(own), { flag: 'wx' });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
