import { realpathSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../workspaceFiles.ts';

interface LinkedFolder {
  readonly folder: string;
  readonly real: string;
}

/** Git names files by their real path; a window may have come to its folders by a link. Translates between the two. */
export class LinkedFolders {
  readonly #folders: readonly LinkedFolder[];

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => ({ folder, real: realPath(folder) }));
  }

  /** As the window calls a file of a real path. */
  named(file: string): string {
    const own = this.#folders.find(({ real }) => isInside(file, real));
    return own ? path.join(own.folder, path.relative(own.real, file)) : file;
  }

  /** The real path of the folder that holds a file of a real path; undefined outside of all. */
  folderOf(file: string): string | undefined {
    return this.#folders.find(({ real }) => isInside(file, real))?.real;
  }

  /** The real path of a file, which need not be there. */
  real(file: string): string {
    const own = this.#folders.find(({ folder }) => isInside(file, folder));
    return own ? path.join(own.real, path.relative(own.folder, file)) : file;
  }
}

function realPath(folder: string): string {
  try {
    // The system's own answer: it also has the letters of a drive and of folders as they are, however the window writes them.
    return realpathSync.native(folder);
  } catch {
    // It was deleted while the window shows it.
    return folder;
  }
}
