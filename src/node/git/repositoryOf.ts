import path, { type PlatformPath } from 'node:path';
import { isInside } from '../files/workspaceFiles.ts';

/** The innermost of these, and where a file is named of those that hold it, by real paths; undefined where none does. */
export function repositoryOf<Repository extends { readonly root: string }>(
  file: string | undefined,
  repositories: readonly Repository[],
  paths: PlatformPath = path,
): Repository | undefined {
  const own = repositories.filter(({ root }) => file === undefined || isInside(file, root, paths));
  return own.toSorted((left, right) => right.root.length - left.root.length)[0];
}
