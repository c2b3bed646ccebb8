import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { isInside } from './workspaceFiles.ts';

/**
 * Throws `storage` where a file or folder, or any existing part of its path, is a link that leads out of its repository. Otherwise the
 * author of a repository could choose which of the user's files is written.
 */
export function requireOwnPlace(file: string): void {
  const home = repositoryOf(path.dirname(file));
  const there = nearestThere(file);
  if (isInside(realpathSync(there), realpathSync(home))) return;
  throw new PolypromptError('storage', `${there} is a link that leads out of ${home}: nothing is written there.`, {
    hint: 'Put a file or folder of its own in its place.',
  });
}

function nearestThere(file: string): string {
  const folder = path.dirname(file);
  return existsSync(file) || folder === file ? file : nearestThere(folder);
}

/** The nearest folder upwards with a `.git`, else the nearest that is there. */
function repositoryOf(folder: string): string {
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    if (existsSync(path.join(here, '.git'))) return here;
    if (here === path.dirname(here)) return nearestThere(folder);
  }
}
