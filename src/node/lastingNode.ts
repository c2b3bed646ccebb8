import { type PathSearch, programOnPath } from './programOnPath.ts';

/** Folders that fnm makes for one terminal each. */
const passing = /[\\/]fnm_multishells[\\/]/;

/**
 * A name by which Node is still found after its next upgrade: the first `node` of the PATH that is the same program, such as the link
 * `/opt/homebrew/bin/node`. Version managers and Homebrew put `running` into the folder of one version; it is the answer where the PATH has
 * no other name for it. `realPath` follows links.
 */
export function lastingNode(running: string, search: PathSearch, realPath: (file: string) => string): string {
  const real = realPath(running);
  const isSame = (file: string) => search.isProgram(file) && realPath(file) === real && !passing.test(file);
  return programOnPath('node', { ...search, isProgram: isSame }) ?? running;
}
