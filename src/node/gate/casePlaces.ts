import path, { type PlatformPath } from 'node:path';
import { LineIndex } from '../../core/dataset/lineIndex.ts';
import type { SourcePlace } from '../../core/dataset/suite.ts';
import { type FileReader, textOf } from '../files/fileReader.ts';
import type { GitRepository } from '../git/gitRepository.ts';

const maxBytes = 200_000_000;

/** Finds lines in the version of the files that the gate runs, which may differ from what is on disk. */
export class CasePlaces {
  readonly #reader: FileReader;
  readonly #repository: GitRepository;
  readonly #indexes = new Map<string, LineIndex>();

  constructor(reader: FileReader, repository: GitRepository) {
    this.#reader = reader;
    this.#repository = repository;
  }

  /** The path from the top of the repository, and the line, counted from 1. */
  async of({ file, range }: SourcePlace): Promise<{ readonly file: string; readonly line: number }> {
    const index = this.#indexes.get(file) ?? new LineIndex(await this.#textOf(file));
    this.#indexes.set(file, index);
    return { file: this.#repository.nameOf(file), line: index.lineAt(range.start) };
  }

  /** A text in which files are named from the top of the repository, so that it reads the same wherever the repository lies. */
  withoutRoot(text: string): string {
    return withoutFolder(text, this.#repository.root);
  }

  async #textOf(file: string): Promise<string> {
    const found = await this.#reader.read(file, maxBytes);
    return (found && textOf(found)) ?? '';
  }
}

/** A text in which files of a folder are named from there, with `/` on every system. A quote ends a name. */
export function withoutFolder(text: string, folder: string, { sep }: Pick<PlatformPath, 'sep'> = path): string {
  const [before = '', ...rest] = text.split(`${folder}${sep}`);
  const named = rest.map((part) => part.replace(/^[^"]*/, (name) => name.replaceAll(sep, '/')));
  return [before, ...named].join('');
}
