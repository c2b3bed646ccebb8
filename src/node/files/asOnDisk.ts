import { realpathSync } from 'node:fs';
import { foldedName } from '../../core/text/otherLetters.ts';
import { asGitHasIt } from './exactNames.ts';

/**
 * A path with the capitals and letters that the file has on disk: a person may write others where the disk ignores the difference.
 * Unchanged for a link, and where there is no such file.
 */
export function asOnDisk(file: string, realPath: (file: string) => string = realpathSync.native): string {
  try {
    const found = asGitHasIt(realPath(file));
    return foldedName(found) === foldedName(file) ? found : file;
  } catch {
    return file;
  }
}
