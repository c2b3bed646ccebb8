import { foldedName } from '../../core/text/otherLetters.ts';

/** A set of them, or a map by them. */
interface Paths {
  has(path: string): boolean;
  keys(): Iterable<string>;
}

/** Finds files whose path differs from a given one in capitals or in Unicode form only. Paths are as Git names them. */
export class AlikePaths {
  readonly #paths: Paths;
  #byFolded: ReadonlyMap<string, string> | undefined;

  constructor(paths: Paths) {
    this.#paths = paths;
  }

  /** Undefined for a file that is there under its own name, and where nothing is alike. */
  of(file: string): string | undefined {
    if (this.#paths.has(file)) return undefined;
    this.#byFolded ??= new Map([...this.#paths.keys()].map((path) => [foldedName(path), path]));
    return this.#byFolded.get(foldedName(file));
  }
}
