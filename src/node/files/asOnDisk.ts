import { realpathSync } from 'node:fs';
import { foldedName } from '../../core/text/otherLetters.ts';
import { asGitHasIt } from './exactNames.ts';

/** A path in the letters that the file has: a person may write others where the disk does not mind. Unchanged for a link, and where nothing is. */
export function asOnDisk(file: string, realPath: (file: string) => string = realpathSync.native): string {
  try {
    const found = asGitHasIt(realPath(file));
    return foldedName(found) === foldedName(file) ? found : file;
  } catch {
    return file;
  }
}
