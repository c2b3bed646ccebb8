import path from 'node:path';
import type { FileReader } from '../fileReader.ts';

/** What a suite has to do with files: those that were read for it or looked for, and the patterns it named. */
export class FileUses {
  /** Absolute; true for one that was there. */
  readonly files = new Map<string, boolean>();
  readonly patterns = new Set<string>();
  readonly #workspaceFolder: string;
  #isCertain = true;

  constructor(workspaceFolder: string) {
    this.#workspaceFolder = workspaceFolder;
  }

  /** False when something was refused for a reason that may pass, such as a large file that was not fetched. */
  get isCertain(): boolean {
    return this.#isCertain;
  }

  /** The reader, with everything that is asked of it kept here. */
  record(reader: FileReader): FileReader {
    return {
      read: async (file, maxBytes) => {
        this.files.set(file, this.files.get(file) ?? false);
        const found = await reader.read(file, maxBytes);
        this.files.set(file, found !== undefined);
        if (found && 'refused' in found) this.#isCertain = false;
        return found;
      },
      glob: (pattern) => {
        this.patterns.add(pattern);
        return reader.glob(pattern);
      },
    };
  }

  /** True when the suite would read otherwise if this file changed, came or went. */
  includes(file: string): boolean {
    if (this.files.has(file)) return true;
    const relative = path.relative(this.#workspaceFolder, file);
    return [...this.patterns].some((pattern) => path.matchesGlob(relative, pattern));
  }
}
