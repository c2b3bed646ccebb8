import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type PathSearch, programOnPath, searchHere } from '../programOnPath.ts';

/** By PATH, which a program may change. */
const gitOf = new Map<string, string>();

/** The git of the PATH, as an absolute path. Where there is none, a name that no folder has: it cannot be started, and that is what is said. */
export function gitProgram(): string {
  const search = searchHere();
  const known = gitOf.get(search.places);
  if (known !== undefined) return known;
  const found = findGit(search, process.platform, hasDeveloperTools);
  if (found !== undefined) gitOf.set(search.places, found);
  return found ?? path.resolve('/', 'no-git-on-the-path', 'git');
}

/**
 * The first git of a PATH. On macOS `/usr/bin/git` is there on every machine, and without the developer tools it only opens the dialog
 * that offers to install them: it counts where they are.
 */
export function findGit(search: PathSearch, platform: NodeJS.Platform, hasTools: () => boolean): string | undefined {
  const isEmptyShim = (file: string) => platform === 'darwin' && file === '/usr/bin/git' && !hasTools();
  return programOnPath('git', { ...search, isProgram: (file) => search.isProgram(file) && !isEmptyShim(file) });
}

/** It only says where the tools are, and opens nothing. */
function hasDeveloperTools(): boolean {
  return spawnSync('/usr/bin/xcode-select', ['-p'], { stdio: 'ignore' }).status === 0;
}
