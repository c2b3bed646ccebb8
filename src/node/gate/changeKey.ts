import { existsSync } from 'node:fs';
import path from 'node:path';
import { hashJson } from '../../core/hash.ts';
import type { GitRepository } from '../git/gitRepository.ts';

/** Git's ids of files by their path from the top of the repository. Files that do not exist are left out. */
export async function fileIds(
  repository: GitRepository,
  { staged, files }: { readonly staged: boolean; readonly files: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  return files.length === 0 ? new Map() : staged ? stagedIds(repository, files) : idsOnDisk(repository, files);
}

/**
 * A name for a change of some files since a commit. It stays the same as long as the commit and the content of the files do, whether or not
 * the change is staged.
 */
export function changeKey(
  commit: string | undefined,
  files: readonly string[],
  ids: ReadonlyMap<string, string>,
): string {
  return hashJson([commit ?? '', ...files.toSorted().map((file) => [file, ids.get(file) ?? null])]);
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
