import path, { type PlatformPath } from 'node:path';
import type { FileReader } from '../files/fileReader.ts';
import { fixedFolder } from '../files/fixedFolder.ts';
import { slashedPath } from '../files/slashedPath.ts';

/** The files that were read for a suite or looked for, and the patterns that it named. */
export class FileUses {
  /** Files relative to the workspace folder, with `/` and the name that they have on disk; the value is true for a file that exists. */
  readonly files = new Map<string, boolean>();
  readonly patterns = new Set<string>();
  /** Links on the way to the files that were read, and what they lead to, named as the files above. */
  readonly #linked = new Set<string>();
  readonly #workspaceFolder: string;
  readonly #paths: PlatformPath;
  #isCertain = true;

  constructor(workspaceFolder: string, paths: PlatformPath = path) {
    this.#workspaceFolder = workspaceFolder;
    this.#paths = paths;
  }

  /**
   * False when what the suite reads depends on more than its files: on a link, or on something temporary, such as a large file that was not
   * fetched.
   */
  get isCertain(): boolean {
    return this.#isCertain;
  }

  /** A reader that records here everything that it is asked for. */
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

  /** The path that a path leads to by links; undefined when it has no link. */
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

  /**
   * The name of a file in the workspace folder. The path to the folder may be written in several ways: on Windows the letter of a drive may
   * have either case.
   */
  #nameOf(file: string): string {
    return slashedPath(this.#workspaceFolder, file, this.#paths);
  }
}
