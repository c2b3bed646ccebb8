import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AlikeNames } from '../../core/text/alikeNames.ts';
import { otherLetters, type RefusedFile } from '../../core/text/otherLetters.ts';
import type { FileReader } from './fileReader.ts';
import { fixedFolder } from './fixedFolder.ts';
import { slashedPath } from './slashedPath.ts';

/** The names in a folder; undefined where they cannot be told. */
export type ListFolder = (folder: string) => Promise<readonly string[] | undefined>;

export interface ExactNamesOptions {
  /** Letters count in names below this folder. How the folder itself was named is left to the person who opened it. */
  readonly workspaceFolder: string;
  /** A file that a person chose. Its path, and the folders on it, count as the person wrote them. */
  readonly given?: string | undefined;
  readonly list?: ListFolder;
}

/**
 * Reads a disk by the exact letters of its names, even where the disk ignores capitals, because Git and other systems do not ignore them.
 * Made for one reading: folders are listed once.
 */
export function withExactNames(
  disk: FileReader,
  { workspaceFolder, given, list = namesOnDisk }: ExactNamesOptions,
): FileReader {
  const names = new FolderNames(list);
  const callOf = (file: string) => names.callOf(file, { workspaceFolder, given });
  return {
    ...disk,
    read: async (file, maxBytes) => {
      const call = await callOf(file);
      if (call.type === 'instead') return otherName(workspaceFolder, file, call.called);
      const found = await disk.read(file, maxBytes);
      if (!found || call.type === 'so') return found;
      // Either the file came since its folder was listed, or Windows takes a short name or one with a dot at its end for the name of the
      // file.
      return (await new FolderNames(list).callOf(file, { workspaceFolder, given })).type === 'so' ? found : undefined;
    },
    glob: async (pattern) => {
      const slashed = pattern.replaceAll('\\', '/');
      const folder = fixedFolder(slashed);
      if (folder !== '' && (await callOf(path.resolve(workspaceFolder, folder))).type !== 'so') return [];
      return (await disk.glob(pattern)).filter((file) => fitsExactly(file, slashed));
    },
  };
}

/** The refusal to read a file that has another name; both paths are absolute. */
export function otherName(workspaceFolder: string, file: string, called: string): RefusedFile {
  const isBeside = path.dirname(file) === path.dirname(called);
  const name = isBeside ? path.basename : (each: string) => slashedPath(workspaceFolder, each);
  return { refused: otherLetters(name(file), name(called)), called };
}

/** Whether a file has exactly this name, as far as can be told; if not, `called` is its real path. */
type Call =
  | { readonly type: 'so' }
  | { readonly type: 'unlisted' }
  | { readonly type: 'instead'; readonly called: string };

class FolderNames {
  readonly #list: ListFolder;
  readonly #known = new Map<string, Promise<AlikeNames | undefined>>();

  constructor(list: ListFolder) {
    this.#list = list;
  }

  async callOf(file: string, { workspaceFolder, given = workspaceFolder }: ExactNamesOptions): Promise<Call> {
    const parts = partsBelow(workspaceFolder, file);
    const trusted = partsBelow(workspaceFolder, given);
    let at = workspaceFolder;
    let isGiven = true;
    for (const [index, part] of parts.entries()) {
      isGiven &&= part === trusted[index];
      const name = isGiven ? part : await this.#nameIn(at, part);
      if (name === undefined) return { type: 'unlisted' };
      at = path.join(at, name);
    }
    return at === path.join(workspaceFolder, ...parts) ? { type: 'so' } : { type: 'instead', called: at };
  }

  /** The entry of a folder with this name or one like it; undefined where there is neither. */
  async #nameIn(folder: string, name: string): Promise<string | undefined> {
    const known = this.#known.get(folder) ?? this.#listed(folder);
    this.#known.set(folder, known);
    const names = await known;
    return !names || names.has(name) ? name : names.instead(name);
  }

  async #listed(folder: string): Promise<AlikeNames | undefined> {
    const names = await this.#list(folder);
    return names && new AlikeNames(new Set(names));
  }
}

/** The parts of a path below a folder; none for a path outside of it, which is refused elsewhere. */
function partsBelow(folder: string, file: string): readonly string[] {
  const way = path.relative(folder, file);
  return way === '' || path.isAbsolute(way) || way.split(path.sep)[0] === '..' ? [] : way.split(path.sep);
}

async function namesOnDisk(folder: string): Promise<readonly string[] | undefined> {
  const names = await readdir(folder).catch(() => undefined);
  return names?.map(asGitHasIt);
}

/** Git on macOS writes names in the composed Unicode form, whichever form the disk has. */
export function asGitHasIt(name: string): string {
  return process.platform === 'darwin' ? name.normalize('NFC') : name;
}

/** Windows and macOS ignore capitals in patterns. A name that fits a pattern only in that way is left out. */
function fitsExactly(file: string, pattern: string): boolean {
  return !path.matchesGlob(file, pattern) || path.matchesGlob(withMarkedCapitals(file), withMarkedCapitals(pattern));
}

/** Capitals written as signs of the private use area, which have no other case. */
function withMarkedCapitals(text: string): string {
  return text.replace(/\p{Lu}/gu, (letter) => String.fromCodePoint(privateArea + (letter.codePointAt(0) ?? 0)));
}

const privateArea = 0xf0000;
