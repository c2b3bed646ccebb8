import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { foldedName, otherLetters, type RefusedFile } from '../core/text/otherLetters.ts';
import type { FileReader } from './fileReader.ts';
import { fixedFolder } from './fixedFolder.ts';
import { slashedPath } from './slashedPath.ts';

/** The names in a folder; none where there is no such folder. */
export type ListFolder = (folder: string) => Promise<readonly string[]>;

export interface ExactNamesOptions {
  /** Below it letters count; how it was opened itself is its owner's affair. */
  readonly workspaceFolder: string;
  /** A file that a person chose: its own path, and its folders on the way to others, count as they were chosen. */
  readonly given?: string | undefined;
  readonly list?: ListFolder;
}

/**
 * Reads a disk by the letters of its names, whether it minds them or not: Git does, and so do the systems of others. Made for one
 * reading: folders are listed once.
 */
export function withExactNames(
  disk: FileReader,
  { workspaceFolder, given, list = namesOnDisk }: ExactNamesOptions,
): FileReader {
  const names = new FolderNames(list);
  const calledInstead = (file: string) => names.calledInstead(file, { workspaceFolder, given });
  return {
    ...disk,
    read: async (file, maxBytes) => {
      const called = await calledInstead(file);
      return called === undefined ? disk.read(file, maxBytes) : otherName(workspaceFolder, file, called);
    },
    glob: async (pattern) => {
      const slashed = pattern.replaceAll('\\', '/');
      const folder = fixedFolder(slashed);
      if (folder !== '' && (await calledInstead(path.resolve(workspaceFolder, folder))) !== undefined) return [];
      return (await disk.glob(pattern)).filter((file) => fitsExactly(file, slashed));
    },
  };
}

/** The refusal to read a file that has another name; both are absolute. */
export function otherName(workspaceFolder: string, file: string, called: string): RefusedFile {
  const isBeside = path.dirname(file) === path.dirname(called);
  const name = isBeside ? path.basename : (each: string) => slashedPath(workspaceFolder, each);
  return { refused: otherLetters(name(file), name(called)), called };
}

class FolderNames {
  readonly #list: ListFolder;
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(list: ListFolder) {
    this.#list = list;
  }

  /** The path of what is there, where its letters are others; undefined where they are these, or nothing is there. */
  async calledInstead(
    file: string,
    { workspaceFolder, given = workspaceFolder }: ExactNamesOptions,
  ): Promise<string | undefined> {
    const parts = partsBelow(workspaceFolder, file);
    const trusted = partsBelow(workspaceFolder, given);
    let at = workspaceFolder;
    let isGiven = true;
    for (const [index, part] of parts.entries()) {
      isGiven &&= part === trusted[index];
      const name = isGiven ? part : await this.#nameIn(at, part);
      if (name === undefined) return undefined;
      at = path.join(at, name);
    }
    return at === path.join(workspaceFolder, ...parts) ? undefined : at;
  }

  async #nameIn(folder: string, name: string): Promise<string | undefined> {
    const known = this.#known.get(folder) ?? this.#list(folder);
    this.#known.set(folder, known);
    const names = await known;
    return names.includes(name) ? name : names.find((other) => foldedName(other) === foldedName(name));
  }
}

/** None for what lies outside: others refuse that. */
function partsBelow(folder: string, file: string): readonly string[] {
  const way = path.relative(folder, file);
  return way === '' || path.isAbsolute(way) || way.split(path.sep)[0] === '..' ? [] : way.split(path.sep);
}

async function namesOnDisk(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map(asGitHasIt);
}

/** Git on macOS writes names in the composed form, whichever one the disk has. */
export function asGitHasIt(name: string): string {
  return process.platform === 'darwin' ? name.normalize('NFC') : name;
}

/** Windows and macOS compare patterns without regard to capitals: what fits in that way alone is left out. */
function fitsExactly(file: string, pattern: string): boolean {
  return !path.matchesGlob(file, pattern) || path.matchesGlob(withMarkedCapitals(file), withMarkedCapitals(pattern));
}

/** Capitals as signs of the private area, which have no other case. */
function withMarkedCapitals(text: string): string {
  return text.replace(/\p{Lu}/gu, (letter) => String.fromCodePoint(privateArea + (letter.codePointAt(0) ?? 0)));
}

const privateArea = 0xf0000;
