import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type PathSearch, programOnPath, searchHere } from '../programOnPath.ts';

/** The git that was found for each PATH, because a program may change its PATH. */
const gitOf = new Map<string, string>();

/**
 * The git of the PATH, as an absolute path. Where there is none, the result is a path that no program has, so that starting it fails and
 * the message says so.
 */
export function gitProgram(): string {
  const search = searchHere();
  const known = gitOf.get(search.places);
  if (known !== undefined) return known;
  const found = findGit(search, process.platform, hasDeveloperTools);
  if (found !== undefined) gitOf.set(search.places, found);
  return found ?? path.resolve('/', 'no-git-on-the-path', 'git');
}

/**
 * The first git of a PATH. `/usr/bin/git` is there on every Mac, but without the developer tools it only opens a dialog that offers to
 * install them, so it counts only where they are installed.
 */
export function findGit(search: PathSearch, platform: NodeJS.Platform, hasTools: () => boolean): string | undefined {
  const isEmptyShim = (file: string) => platform === 'darwin' && file === '/usr/bin/git' && !hasTools();
  return programOnPath('git', { ...search, isProgram: (file) => search.isProgram(file) && !isEmptyShim(file) });
}

/** Whether the developer tools are installed. `xcode-select -p` only prints where they are and opens nothing. */
function hasDeveloperTools(): boolean {
  return spawnSync('/usr/bin/xcode-select', ['-p'], { stdio: 'ignore' }).status === 0;
}
