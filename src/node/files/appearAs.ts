import { linkSync, readFileSync, writeFileSync } from 'node:fs';
import { storageError } from './storageError.ts';

/** What volumes without hard links answer: sticks, some network and cloud folders. */
const withoutLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'EISDIR',
  'UNKNOWN',
]);

/** Lets a whole file appear under a name that nobody has; false when somebody has it. Throws `storage`. */
export function appearAs(own: string, file: string, link: (own: string, file: string) => void = linkSync): boolean {
  try {
    linkOrCopy(own, file, link);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw storageError('The run cannot be recorded', error);
  }
}

/** A link appears whole or not at all, and never replaces another. Where there are none, the file is made only where none is. */
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
