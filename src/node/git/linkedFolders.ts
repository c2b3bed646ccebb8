import { realpathSync } from 'node:fs';
import path, { type PlatformPath } from 'node:path';
import { isInside } from '../files/workspaceFiles.ts';

interface LinkedFolder {
  readonly folder: string;
  readonly real: string;
}

export interface LinkedFoldersOptions {
  readonly paths?: PlatformPath;
  real?(folder: string): string;
}

/** Git names files by their real path; a window may have come to its folders by a link. Translates between the two. */
export class LinkedFolders {
  readonly #folders: readonly LinkedFolder[];
  readonly #paths: PlatformPath;

  constructor(folders: readonly string[], { paths = path, real = realPath }: LinkedFoldersOptions = {}) {
    this.#folders = folders.map((folder) => ({ folder, real: real(folder) }));
    this.#paths = paths;
  }

  /** The path by which the window names a file, given its real path. */
  named(file: string): string {
    const own = this.#folders.find(({ real }) => isInside(file, real, this.#paths));
    return own ? this.#paths.join(own.folder, this.#paths.relative(own.real, file)) : file;
  }

  /** The real path of the folder that holds a file, given the file's real path; undefined when no folder holds it. */
  folderOf(file: string): string | undefined {
    return this.#folders.find(({ real }) => isInside(file, real, this.#paths))?.real;
  }

  /** The real path of a file, which need not exist. */
  real(file: string): string {
    const own = this.#folders.find(({ folder }) => isInside(file, folder, this.#paths));
    return own ? this.#paths.join(own.real, this.#paths.relative(own.folder, file)) : file;
  }
}

function realPath(folder: string): string {
  try {
    // This is the system's own answer, which also has the true letters of drives and folders, however the window writes them.
    return realpathSync.native(folder);
  } catch {
    // The folder was deleted while the window shows it.
    return folder;
  }
}
