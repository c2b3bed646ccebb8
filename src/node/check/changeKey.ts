import { existsSync } from 'node:fs';
import path from 'node:path';
import { hashJson } from '../../core/hash.ts';
import type { GitRepository } from '../git/gitRepository.ts';

/**
 * Names a change of some files (paths from the top of the repository) since a commit: the same as long as neither the commit nor
 * what the files hold is another one.
 */
export async function changeKey(
  repository: GitRepository,
  change: { readonly commit: string | undefined; readonly staged: boolean; readonly files: readonly string[] },
): Promise<string> {
  const { commit = '', staged, files } = change;
  const sorted = files.toSorted();
  const there = sorted.filter((file) => existsSync(path.join(repository.root, file)));
  const ids = staged
    ? await repository.read([
        'ls-files',
        '--stage',
        '-z',
        '--full-name',
        '--',
        ...sorted.map((file) => `:(top,literal)${file}`),
      ])
    : await repository.read(['hash-object', '--no-filters', '--', ...there]);
  return hashJson([commit, staged, sorted, there, ids.toString('utf8')]);
}
