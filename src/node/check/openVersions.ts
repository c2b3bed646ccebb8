import { realpathSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import type { UnsavedText } from '../diskFiles.ts';
import { changedFiles } from '../git/changedFiles.ts';
import { findCommit, forkPoint } from '../git/commits.ts';
import { committedFiles, stagedFiles, workingCopy } from '../git/fileVersion.ts';
import { GitRepository } from '../git/gitRepository.ts';
import { isInside } from '../workspaceFiles.ts';
import type { VersionsToCompare } from './affectedSuites.ts';

export interface VersionChoice {
  /** What would be committed now, in place of what is on disk. */
  readonly staged: boolean;
  /** Compare with where the branch left this one, in place of HEAD. */
  readonly against?: string;
  /** Workspace folders, where they are not to be guessed. */
  readonly folders?: readonly string[];
  /** Of the working copy: what an editor has not saved yet. */
  readonly unsaved?: UnsavedText;
}

/** Git names files by their real path; a window may have come by a link. */
function folderIn(folders: readonly string[]): (file: string) => string | undefined {
  const real = folders.map((folder) => realpathSync(folder));
  return (file) => real.find((folder) => isInside(file, folder));
}

export interface OpenVersions extends VersionsToCompare {
  close(): void;
}

/** The two versions that are compared. Throws `git` outside of a repository and for a commit that is not there. */
export async function openVersions(
  folder: string,
  { staged, against, unsaved, folders = [] }: VersionChoice,
): Promise<OpenVersions> {
  const repository = await GitRepository.find(folder);
  if (!repository)
    throw new PolypromptError('git', 'This folder is in no Git repository.', { hint: 'Make one with: git init' });
  const commit = against === undefined ? await findCommit(repository, 'HEAD') : await forkPoint(repository, against);
  const label = against ?? 'HEAD';
  const head = staged ? await stagedFiles(repository) : await workingCopy(repository, unsaved);
  const base = await committedFiles(repository, { label, commit });
  const changed = await changedFiles(repository, commit, staged ? 'staged' : 'working copy');
  return {
    repository,
    head,
    base,
    changed,
    folderOf: folderIn(folders),
    close: () => {
      head.close();
      base.close();
    },
  };
}
