import path, { type PlatformPath } from 'node:path';
import type { FileReader } from '../files/fileReader.ts';
import { fixedFolder } from '../files/fixedFolder.ts';
import { slashedPath } from '../files/slashedPath.ts';

/** What a suite has to do with files: those that were read for it or looked for, and the patterns it named. */
export class FileUses {
  /** From the workspace folder, with `/`, by the name that it has; true for one that was there. */
  readonly files = new Map<string, boolean>();
  readonly patterns = new Set<string>();
  /** Likewise: links on the way to what was read, and what they lead to. */
  readonly #linked = new Set<string>();
  readonly #workspaceFolder: string;
  readonly #paths: PlatformPath;
  #isCertain = true;

  constructor(workspaceFolder: string, paths: PlatformPath = path) {
    this.#workspaceFolder = workspaceFolder;
    this.#paths = paths;
  }

  /** False when what it reads depends on more than its files: on a link, or on what may pass, such as a large file that was not fetched. */
  get isCertain(): boolean {
    return this.#isCertain;
  }

  /** The reader, with everything that is asked of it kept here. */
  record(reader: FileReader): FileReader {
    return {
      read: async (file, maxBytes) => {
        const name = this.#nameOf(file);
        this.files.set(name, this.files.get(name) ?? false);
        const found = await reader.read(file, maxBytes);
        const called = found && 'refused' in found ? found.called : undefined;
        this.files.set(name, found !== undefined && called === undefined);
        if (called !== undefined) this.files.set(this.#nameOf(called), true);
        await this.#follow(reader, file);
        if (found && 'refused' in found) this.#isCertain = false;
        return found;
      },
      glob: async (pattern) => {
        this.patterns.add(pattern);
        const folder = fixedFolder(pattern.replaceAll('\\', '/'));
        const whole = this.#paths.resolve(this.#workspaceFolder, folder);
        const real = folder === '' ? undefined : await this.#follow(reader, whole);
        if (real !== undefined) this.patterns.add(this.#paths.join(this.#nameOf(real), pattern.slice(folder.length)));
        return reader.glob(pattern);
      },
    };
  }

  /** What a path leads to by links; undefined without one. */
  async #follow(reader: FileReader, file: string): Promise<string | undefined> {
    const leading = (await reader.leadsTo?.(file)) ?? [];
    for (const each of leading) this.#linked.add(this.#nameOf(each));
    if (leading.length > 0) this.#isCertain = false;
    return leading.at(-1);
  }

  /** True when the suite would read otherwise if this file changed, came or went. */
  includes(file: string): boolean {
    const name = this.#nameOf(file);
    if (this.files.has(name) || this.#linked.has(name)) return true;
    return [...this.patterns].some((pattern) => this.#paths.matchesGlob(name, pattern));
  }

  /** However the way to the folder is written: a drive may have either case. */
  #nameOf(file: string): string {
    return slashedPath(this.#workspaceFolder, file, this.#paths);
  }
}
