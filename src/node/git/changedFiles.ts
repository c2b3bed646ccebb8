import { emptyTree } from './emptyTree.ts';
import type { GitRepository } from './gitRepository.ts';

/** A file that two versions do not have in common, by its path from the top of the repository. */
export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'changed' | 'deleted' | 'renamed';
  /** Its path in the older version, where that was another one. */
  readonly from?: string;
}

/** The newer version of a comparison: the index, the files on disk (new ones included), or a commit. */
export type ChangedVersion = 'staged' | 'working copy' | { readonly commit: string };

/**
 * The files that changed since a commit; all files when it is undefined because there is no commit yet. For the working copy Git may run
 * the clean filter that the user has set up (Git LFS is one), as `git status` and `git add` do; without it a file in its raw form would
 * look changed. No other program is started, and for staged or committed files none at all.
 */
export async function changedFiles(
  repository: GitRepository,
  base: string | undefined,
  version: ChangedVersion,
): Promise<readonly ChangedFile[]> {
  const since = base ?? (await emptyTree(repository));
  const flags = ['--name-status', '-M', '-z', '--no-ext-diff', '--no-textconv', '--ignore-submodules'];
  const listed = await repository.read(diffArguments(since, version, flags));
  const changed = parseNameStatus(listed.toString('utf8'));
  if (version !== 'working copy') return changed;
  const untracked = await repository.read(['ls-files', '--others', '--exclude-standard', '-z']);
  const added = untracked.toString('utf8').split('\0').filter(Boolean);
  return [...changed, ...added.map((path): ChangedFile => ({ path, status: 'added' }))];
}

function diffArguments(since: string, version: ChangedVersion, flags: readonly string[]): readonly string[] {
  if (version === 'staged') return ['diff-index', '--cached', ...flags, since];
  if (version === 'working copy') return ['diff', ...flags, since];
  return ['diff-tree', '-r', ...flags, since, version.commit];
}

/** Reads what `git diff --name-status -z` writes, such as `M\0path\0` and `R087\0old\0new\0`. */
function parseNameStatus(listed: string): readonly ChangedFile[] {
  const fields = listed.split('\0');
  const changed: ChangedFile[] = [];
  for (let index = 0; index + 1 < fields.length; ) {
    const status = fields[index++]?.[0] ?? '';
    const first = fields[index++] ?? '';
    if (status === 'R') changed.push({ status: 'renamed', path: fields[index++] ?? '', from: first });
    else changed.push({ status: status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'changed', path: first });
  }
  return changed;
}
