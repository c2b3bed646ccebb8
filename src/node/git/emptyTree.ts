import type { GitRepository } from './gitRepository.ts';

/** The id of the tree without files, which depends on the hash that a repository uses. */
export async function emptyTree(repository: GitRepository): Promise<string> {
  return (await repository.read(['hash-object', '-t', 'tree', '--stdin'])).toString('utf8').trim();
}
