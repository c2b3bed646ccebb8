import { PolypromptError } from '../../core/errors.ts';
import type { UnsavedText } from '../files/diskFiles.ts';
import { type ChangedVersion, changedFiles } from '../git/changedFiles.ts';
import { findCommit, forkPoint, requireCommit } from '../git/commits.ts';
import { committedFiles, type FileVersion, stagedFiles, workingCopy } from '../git/fileVersion.ts';
import { GitRepository } from '../git/gitRepository.ts';
import { LinkedFolders } from '../git/linkedFolders.ts';
import type { VersionsToCompare } from './affectedSuites.ts';

export interface VersionChoice {
  /** Compares what would be committed now, in place of what is on disk. */
  readonly staged: boolean;
  /** Compares what this commit holds, in place of what is on disk. */
  readonly commit?: string;
  /** Compares with the commit where the branch left this one, in place of HEAD. */
  readonly against?: string;
  /** Workspace folders, where they are not to be guessed. */
  readonly folders?: readonly string[];
  /** Texts of the working copy that an editor has not saved yet. */
  readonly unsaved?: UnsavedText;
  /** When true, files that a partial clone lacks are not fetched. */
  readonly offline?: boolean;
  /** Absolute path of the git to start; without it, the one on the PATH. */
  readonly program?: string | undefined;
}

export interface OpenVersions extends VersionsToCompare {
  close(): void;
}

/** The two versions that are compared. Throws `git` outside of a repository and for a commit that is not there. */
export async function openVersions(folder: string, choice: VersionChoice): Promise<OpenVersions> {
  const repository = await GitRepository.find(folder, { offline: choice.offline ?? false, program: choice.program });
  if (!repository)
    throw new PolypromptError('git', 'This folder is in no Git repository.', { hint: 'Make one with: git init' });
  const folders = new LinkedFolders(choice.folders ?? []);
  const [newer, older] = await Promise.all([newerVersion(repository, choice), olderVersion(repository, choice)]);
  const [base, changed] = await Promise.all([
    committedFiles(repository, older),
    changedFiles(repository, older.commit, newer.changedIn),
  ]);
  return {
    repository,
    head: newer.files,
    base,
    changed,
    folderOf: (file) => folders.folderOf(file),
    close: () => {
      newer.files.close();
      base.close();
    },
  };
}

async function newerVersion(
  repository: GitRepository,
  { staged, commit, unsaved }: VersionChoice,
): Promise<{ readonly files: FileVersion; readonly changedIn: ChangedVersion }> {
  if (commit !== undefined) {
    const id = await requireCommit(repository, commit);
    return { files: await committedFiles(repository, { label: commit, commit: id }), changedIn: { commit: id } };
  }
  if (staged) return { files: await stagedFiles(repository), changedIn: 'staged' };
  return { files: await workingCopy(repository, unsaved), changedIn: 'working copy' };
}

/** The older version: where history left the commit that is named, else HEAD or the parent of the commit that is compared. */
async function olderVersion(
  repository: GitRepository,
  { commit, against }: VersionChoice,
): Promise<{ readonly label: string; readonly commit: string | undefined }> {
  if (against !== undefined) return { label: against, commit: await forkPoint(repository, against, commit ?? 'HEAD') };
  const label = commit === undefined ? 'HEAD' : `${commit}^`;
  return { label, commit: await findCommit(repository, label) };
}
