import { PolypromptError } from '../../core/errors.ts';
import { changedFiles } from '../git/changedFiles.ts';
import { findCommit, forkPoint } from '../git/commits.ts';
import { committedFiles, stagedFiles, workingCopy } from '../git/fileVersion.ts';
import { GitRepository } from '../git/gitRepository.ts';
import type { VersionsToCompare } from './affectedSuites.ts';

export interface VersionChoice {
  /** What would be committed now, in place of what is on disk. */
  readonly staged: boolean;
  /** Compare with where the branch left this one, in place of HEAD. */
  readonly against?: string;
}

export interface OpenVersions extends VersionsToCompare {
  close(): void;
}

/** The two versions that are compared. Throws `git` outside of a repository and for a commit that is not there. */
export async function openVersions(folder: string, { staged, against }: VersionChoice): Promise<OpenVersions> {
  const repository = await GitRepository.find(folder);
  if (!repository)
    throw new PolypromptError('git', 'This folder is in no Git repository.', { hint: 'Make one with: git init' });
  const commit = against === undefined ? await findCommit(repository, 'HEAD') : await forkPoint(repository, against);
  const label = against ?? 'HEAD';
  const head = staged ? await stagedFiles(repository) : await workingCopy(repository);
  const base = await committedFiles(repository, { label, commit });
  const changed = await changedFiles(repository, commit, staged ? 'staged' : 'working copy');
  return {
    repository,
    head,
    base,
    changed,
    close: () => {
      head.close();
      base.close();
    },
  };
}
