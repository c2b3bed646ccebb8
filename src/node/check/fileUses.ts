import path from 'node:path';
import type { FileReader } from '../fileReader.ts';
import { fixedFolder } from '../git/fileVersion.ts';

/** What a suite has to do with files: those that were read for it or looked for, and the patterns it named. */
export class FileUses {
  /** Absolute; true for one that was there. */
  readonly files = new Map<string, boolean>();
  readonly patterns = new Set<string>();
  /** Absolute: links on the way to what was read, and what they lead to. */
  readonly #linked = new Set<string>();
  readonly #workspaceFolder: string;
  #isCertain = true;

  constructor(workspaceFolder: string) {
    this.#workspaceFolder = workspaceFolder;
  }

  /** False when what it reads depends on more than its files: on a link, or on what may pass, such as a large file that was not fetched. */
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
        await this.#follow(reader, file);
        if (found && 'refused' in found) this.#isCertain = false;
        return found;
      },
      glob: async (pattern) => {
        this.patterns.add(pattern);
        const folder = fixedFolder(pattern.replaceAll('\\', '/'));
        const real =
          folder === '' ? undefined : await this.#follow(reader, path.resolve(this.#workspaceFolder, folder));
        if (real !== undefined)
          this.patterns.add(path.join(path.relative(this.#workspaceFolder, real), pattern.slice(folder.length)));
        return reader.glob(pattern);
      },
    };
  }

  /** What a path leads to by links; undefined without one. */
  async #follow(reader: FileReader, file: string): Promise<string | undefined> {
    const leading = (await reader.leadsTo?.(file)) ?? [];
    for (const each of leading) this.#linked.add(each);
    if (leading.length > 0) this.#isCertain = false;
    return leading.at(-1);
  }

  /** True when the suite would read otherwise if this file changed, came or went. */
  includes(file: string): boolean {
    if (this.files.has(file) || this.#linked.has(file)) return true;
    const relative = path.relative(this.#workspaceFolder, file);
    return [...this.patterns].some((pattern) => path.matchesGlob(relative, pattern));
  }
}
