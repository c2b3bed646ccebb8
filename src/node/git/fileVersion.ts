import { realpathSync } from 'node:fs';
import path from 'node:path';
import { diskFiles, type UnsavedText } from '../diskFiles.ts';
import type { FileReader, ReadFile } from '../fileReader.ts';
import { isInside } from '../workspaceFiles.ts';
import type { GitRepository } from './gitRepository.ts';
import { GitTree } from './gitTree.ts';
import { readLargeFile } from './largeFiles.ts';

/** A state of a repository's files: on disk, staged, or of a commit. */
export interface FileVersion {
  /** `working copy`, `staged`, or what the user called the commit. */
  readonly label: string;
  /** Full id, for a commit. */
  readonly commit?: string;
  /** All files, from the top of the repository, with `/`. */
  readonly paths: ReadonlySet<string>;
  /** Mode and id of a file, from the top of the repository; absent for what is on disk. */
  idOf?(file: string): string | undefined;
  readerFor(workspaceFolder: string): FileReader;
  close(): void;
}

/**
 * What is on disk, or not saved yet: files that Git knows, and new ones that it is not told to ignore. What a sparse checkout leaves
 * out is there as well, as the index has it.
 */
export async function workingCopy(repository: GitRepository, unsaved?: UnsavedText): Promise<FileVersion> {
  const listed = await repository.read(['ls-files', '-t', '--cached', '--others', '--exclude-standard', '-z']);
  const files = listed.toString('utf8').split('\0').filter(Boolean);
  const leftOut = new Set(files.filter((line) => line.startsWith('S ')).map((line) => line.slice(2)));
  const index = leftOut.size > 0 ? await GitTree.ofIndex(repository) : undefined;
  return {
    label: 'working copy',
    paths: new Set(files.map((line) => line.slice(2))),
    readerFor: (workspaceFolder) => {
      const disk = diskFiles(workspaceFolder, unsaved);
      if (!index) return disk;
      const staged = treeReader(repository, index, realpathSync(workspaceFolder));
      const isLeftOut = (file: string) => leftOut.has(repository.nameOf(file));
      return {
        read: async (file, maxBytes) => {
          const found = await disk.read(file, maxBytes);
          return found || !isLeftOut(file) ? found : staged.read(file, maxBytes);
        },
        glob: async (pattern) => {
          const found = (await staged.glob(pattern)).filter((file) => isLeftOut(path.join(workspaceFolder, file)));
          return [...new Set([...(await disk.glob(pattern)), ...found])];
        },
      };
    },
    close: () => index?.close(),
  };
}

export async function stagedFiles(repository: GitRepository): Promise<FileVersion> {
  return treeVersion(repository, await GitTree.ofIndex(repository), { label: 'staged' });
}

/** `commit` is a full id; undefined before the first commit: then there is no file. */
export async function committedFiles(
  repository: GitRepository,
  name: { readonly label: string; readonly commit: string | undefined },
): Promise<FileVersion> {
  const { label, commit } = name;
  if (commit === undefined) return { label, paths: new Set(), readerFor: () => noFiles, close: () => undefined };
  return treeVersion(repository, await GitTree.ofCommit(repository, commit), { label, commit });
}

const noFiles: FileReader = { read: async () => undefined, glob: async () => [] };

function treeVersion(
  repository: GitRepository,
  tree: GitTree,
  name: { readonly label: string; readonly commit?: string },
): FileVersion {
  return {
    ...name,
    paths: new Set(tree.entries.keys()),
    idOf: (file) => tree.idOf(file),
    readerFor: (workspaceFolder) => treeReader(repository, tree, realpathSync(workspaceFolder)),
    close: () => tree.close(),
  };
}

function treeReader(repository: GitRepository, tree: GitTree, workspaceFolder: string): FileReader {
  const prefix = repository.nameOf(workspaceFolder);
  return {
    async read(file, maxBytes): Promise<ReadFile | undefined> {
      if (!isInside(file, workspaceFolder)) return { refused: 'it lies outside of the workspace folder.' };
      const found = await tree.read(repository.nameOf(file));
      if (!found || 'refused' in found) return found;
      const large = await readLargeFile(found.content, repository);
      if (large && 'refused' in large) return large;
      const content = large?.content ?? found.content;
      return content.length > maxBytes ? { refused: `it is larger than ${maxBytes / 1_000_000} MB.` } : { content };
    },
    async glob(pattern) {
      const inside = [...tree.entries.keys()].flatMap((file) =>
        prefix === '' ? [file] : file.startsWith(`${prefix}/`) ? [file.slice(prefix.length + 1)] : [],
      );
      return inside.filter((file) => path.posix.matchesGlob(file, pattern.replaceAll('\\', '/')));
    },
  };
}
