import { realpathSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { diskFiles, type UnsavedText } from '../files/diskFiles.ts';
import { otherName } from '../files/exactNames.ts';
import type { FileReader, ReadFile } from '../files/fileReader.ts';
import { fixedFolder } from '../files/fixedFolder.ts';
import { isInside } from '../files/workspaceFiles.ts';
import { type FollowedPath, followLinks } from './followLinks.ts';
import type { GitRepository } from './gitRepository.ts';
import { GitTree } from './gitTree.ts';
import { readLargeFile } from './largeFiles.ts';
import { namedAsHeld } from './namedAsHeld.ts';

/** A state of a repository's files: on disk, staged, or of a commit. */
export interface FileVersion {
  /** The name for people: `working copy`, `staged`, or what the user called the commit. */
  readonly label: string;
  /** The full id, where the version is a commit. */
  readonly commit?: string;
  /** Paths of all files, from the top of the repository, with `/`. */
  readonly paths: ReadonlySet<string>;
  /** Mode and id of a file that is named from the top of the repository; absent for the working copy. */
  idOf?(file: string): string | undefined;
  readerFor(workspaceFolder: string): FileReader;
  close(): void;
}

/**
 * The files on disk, with what is not saved yet: those that Git knows, and new ones that it is not told to ignore. Files that a sparse
 * checkout leaves out are read from the index.
 */
export async function workingCopy(repository: GitRepository, unsaved?: UnsavedText): Promise<FileVersion> {
  const asked = ['--cached', '--deleted', '--others', '--exclude-standard'];
  const listed = (await repository.read(['ls-files', '-t', ...asked, '-z']))
    .toString('utf8')
    .split('\0')
    .filter(Boolean);
  const deleted = new Set(listed.filter((line) => line.startsWith('R ')).map((line) => line.slice(2)));
  const files = listed.filter((line) => !deleted.has(line.slice(2)));
  const leftOut = new Set(files.filter((line) => line.startsWith('S ')).map((line) => line.slice(2)));
  const index = leftOut.size > 0 ? await GitTree.ofIndex(repository) : undefined;
  const paths = new Set(files.map((line) => line.slice(2)));
  return {
    label: 'working copy',
    paths,
    readerFor: (workspaceFolder) => {
      const leadsTo = leadingOnDisk(repository);
      const named = namedAsHeld(diskFiles(workspaceFolder, { unsaved }), { repository, workspaceFolder, paths });
      const disk = { ...named, leadsTo };
      if (!index) return disk;
      const staged = treeReader(repository, index, realpathSync.native(workspaceFolder));
      const isLeftOut = (file: string) => leftOut.has(repository.nameOf(file));
      return {
        leadsTo,
        read: async (file, maxBytes) => {
          const found = await disk.read(file, maxBytes);
          const isThere = found && !('refused' in found && found.called !== undefined);
          return isThere || !isLeftOut(file) ? found : staged.read(file, maxBytes);
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

/** The files of a commit. `commit` is a full id; while it is undefined, before the first commit, there is no file. */
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
    readerFor: (workspaceFolder) => treeReader(repository, tree, realpathSync.native(workspaceFolder)),
    close: () => tree.close(),
  };
}

/** Where paths lead to on disk. Each link is read once, and nothing outside of the repository is looked at. */
export function leadingOnDisk(repository: GitRepository): NonNullable<FileReader['leadsTo']> {
  const known = new Map<string, Promise<string | undefined>>();
  const linkAt = (file: string) => {
    const found = known.get(file) ?? readlink(path.join(repository.root, file)).catch(() => undefined);
    known.set(file, found);
    return found;
  };
  return async (file) => {
    const name = repository.nameOf(file);
    if (name.startsWith('../') || path.isAbsolute(name)) return [];
    return leading(repository, await followLinks(name, { root: repository.root, linkAt }));
  };
}

function leading({ root }: GitRepository, { file, links }: FollowedPath): readonly string[] {
  if (links.length === 0) return [];
  return [...links, ...(file === undefined ? [] : [file])].map((name) => path.join(root, name));
}

function treeReader(repository: GitRepository, tree: GitTree, workspaceFolder: string): FileReader {
  const prefix = repository.nameOf(workspaceFolder);
  const isOutside = (file: string) => !isInside(path.join(repository.root, file), workspaceFolder);
  return {
    async read(file, maxBytes): Promise<ReadFile | undefined> {
      if (!isInside(file, workspaceFolder)) return { refused: 'it lies outside of the workspace folder.' };
      const { file: real, refused = '' } = await tree.follow(repository.nameOf(file));
      if (real === undefined) return { refused };
      if (isOutside(real)) return { refused: 'it lies outside of the workspace folder.' };
      const found = await tree.read(real);
      const called = found ? undefined : tree.calledInstead(real);
      if (called !== undefined) return otherName(workspaceFolder, file, path.join(repository.root, called));
      if (!found || 'refused' in found) return found;
      const large = await readLargeFile(found.content, repository);
      if (large && 'refused' in large) return large;
      const content = large?.content ?? found.content;
      return content.length > maxBytes ? { refused: `it is larger than ${maxBytes / 1_000_000} MB.` } : { content };
    },
    glob: (pattern) => globTree(tree, prefix, pattern.replaceAll('\\', '/')),
    leadsTo: async (file) => leading(repository, await tree.follow(repository.nameOf(file))),
  };
}

/** Links count as folders of the pattern and as files that it finds. Links to folders that a pattern only finds are not followed. */
async function globTree(tree: GitTree, prefix: string, pattern: string): Promise<readonly string[]> {
  const named = path.posix.join(prefix, fixedFolder(pattern));
  const { file: real = named } = await tree.follow(named);
  const below = (folder: string) => (folder === '' || folder === '.' ? '' : `${folder}/`);
  const start = below(path.posix.join(fixedFolder(pattern)));
  const inside = [...tree.entries.keys()].flatMap((file) =>
    file.startsWith(below(real)) ? [{ file, name: `${start}${file.slice(below(real).length)}` }] : [],
  );
  const fitting = inside.filter(({ name }) => path.posix.matchesGlob(name, pattern));
  const found = await Promise.all(fitting.map(async ({ file, name }) => ((await isFile(tree, file)) ? [name] : [])));
  return found.flat();
}

async function isFile(tree: GitTree, name: string): Promise<boolean> {
  const { file } = await tree.follow(name);
  return file !== undefined && tree.entries.has(file);
}
