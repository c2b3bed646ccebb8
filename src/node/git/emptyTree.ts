import type { GitRepository } from './gitRepository.ts';

/** The tree of no files has an id in every repository, but not the same one. */
export async function emptyTree(repository: GitRepository): Promise<string> {
  return (await repository.read(['hash-object', '-t', 'tree', '--stdin'])).toString('utf8').trim();
}
