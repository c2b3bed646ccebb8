import { type PathSearch, programOnPath } from './programOnPath.ts';

/** Folders that fnm makes for one terminal each. */
const passing = /[\\/]fnm_multishells[\\/]/;

/**
 * The name by which a Node is found after its next upgrade too: the first `node` of the PATH that is the same program, such as the
 * link `/opt/homebrew/bin/node`. `running` is in the folder of one version where a version manager or Homebrew has put it; it is the
 * answer where the PATH knows it by no other name. `realPath` follows links.
 */
export function lastingNode(running: string, search: PathSearch, realPath: (file: string) => string): string {
  const real = realPath(running);
  const isSame = (file: string) => search.isProgram(file) && realPath(file) === real && !passing.test(file);
  return programOnPath('node', { ...search, isProgram: isSame }) ?? running;
}
