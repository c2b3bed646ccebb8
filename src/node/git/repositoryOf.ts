import path, { type PlatformPath } from 'node:path';
import { isInside } from '../files/workspaceFiles.ts';

/** The innermost repository of those that hold a file, by real paths, and the file's name in it; undefined where none holds it. */
export function repositoryOf<Repository extends { readonly root: string }>(
  file: string | undefined,
  repositories: readonly Repository[],
  paths: PlatformPath = path,
): Repository | undefined {
  const own = repositories.filter(({ root }) => file === undefined || isInside(file, root, paths));
  return own.toSorted((left, right) => right.root.length - left.root.length)[0];
}
