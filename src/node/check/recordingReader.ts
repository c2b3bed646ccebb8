import path from 'node:path';
import type { FileReader } from '../fileReader.ts';

/** What a suite has to do with files: those that were read for it or looked for, and the patterns it named. */
export class FileUses {
  readonly #files = new Set<string>();
  readonly #patterns: { readonly folder: string; readonly pattern: string }[] = [];

  /** The reader, with everything that is asked of it kept here. */
  record(reader: FileReader, workspaceFolder: string): FileReader {
    return {
      read: (file, maxBytes) => {
        this.#files.add(file);
        return reader.read(file, maxBytes);
      },
      glob: (pattern) => {
        this.#patterns.push({ folder: workspaceFolder, pattern });
        return reader.glob(pattern);
      },
    };
  }

  /** True when the suite would read otherwise if this file changed, came or went. */
  includes(file: string): boolean {
    if (this.#files.has(file)) return true;
    return this.#patterns.some(({ folder, pattern }) => path.matchesGlob(path.relative(folder, file), pattern));
  }
}
