import { foldedName } from './otherLetters.ts';

/** A set of names, or a map by names. */
interface Names {
  has(name: string): boolean;
  keys(): Iterable<string>;
}

/** Finds files whose name or path differs from a given one in capitals or in Unicode form only. */
export class AlikeNames {
  readonly #names: Names;
  #byFolded: ReadonlyMap<string, string> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The similar name of another file; undefined for a file that is there under its own name, and where nothing is alike. */
  instead(name: string): string | undefined {
    if (this.#names.has(name)) return undefined;
    this.#byFolded ??= new Map([...this.#names.keys()].map((own) => [foldedName(own), own]));
    return this.#byFolded.get(foldedName(name));
  }
}
