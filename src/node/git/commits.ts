import { PolypromptError } from '../../core/errors.ts';
import type { GitRepository } from './gitRepository.ts';

/** The full id of a commit by any name; undefined when there is none of that name. */
export async function findCommit(repository: GitRepository, name: string): Promise<string | undefined> {
  const { code, output } = await repository.try([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  return code === 0 ? output.toString('utf8').trim() : undefined;
}

/** The full id of a commit; throws `git` where there is none of that name. */
export async function requireCommit(repository: GitRepository, name: string): Promise<string> {
  const commit = await findCommit(repository, name);
  if (commit !== undefined) return commit;
  throw new PolypromptError('git', `There is no commit "${name}" here.`, {
    hint: 'Check the name; in CI fetch it first, for example with: git fetch origin main',
  });
}

/** The commit where one line of history left another. Throws `git` when it cannot be found. */
export async function forkPoint(repository: GitRepository, name: string, from: string): Promise<string> {
  const commit = await requireCommit(repository, name);
  const { code, output } = await repository.try(['merge-base', '--end-of-options', commit, from]);
  if (code === 0) return output.toString('utf8').trim();
  throw new PolypromptError('git', `"${name}" and ${from} have no commit in common here.`, {
    hint: 'Fetch the whole history, for example with: git fetch --unshallow',
  });
}
