import { existsSync } from 'node:fs';
import path from 'node:path';
import { hashJson } from '../../core/hash.ts';
import type { GitRepository } from '../git/gitRepository.ts';

/**
 * Names a change of some files (paths from the top of the repository) since a commit: the same as long as neither the commit nor
 * what the files hold is another one, and the same whether that is staged or not.
 */
export async function changeKey(
  repository: GitRepository,
  change: { readonly commit: string | undefined; readonly staged: boolean; readonly files: readonly string[] },
): Promise<string> {
  const { commit = '', staged, files } = change;
  const sorted = files.toSorted();
  const ids = await (staged ? stagedIds(repository, sorted) : idsOnDisk(repository, sorted));
  return hashJson([commit, ...sorted.map((file) => [file, ids.get(file) ?? null])]);
}

async function stagedIds(repository: GitRepository, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = files.map((file) => `:(top,literal)${file}`);
  const listed = (await repository.read(['ls-files', '--stage', '-z', '--', ...names])).toString('utf8');
  return new Map([...listed.matchAll(/\d+ ([0-9a-f]+) \d\t([^\0]+)\0/g)].map(([, id = '', file = '']) => [file, id]));
}

/** The ids that the files would have if they were staged now. */
async function idsOnDisk(repository: GitRepository, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const there = files.filter((file) => existsSync(path.join(repository.root, file)));
  if (there.length === 0) return new Map();
  const ids = (await repository.read(['hash-object', '--', ...there])).toString('utf8').split('\n');
  return new Map(there.map((file, index) => [file, ids[index] ?? '']));
}
