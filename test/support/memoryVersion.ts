import path from 'node:path';
import { slashedPath } from '../../src/node/files/slashedPath.ts';
import type { ChangedFile } from '../../src/node/git/changedFiles.ts';
import type { FileVersion } from '../../src/node/git/fileVersion.ts';

/** The texts of files by path. */
export type Files = Readonly<Record<string, string>>;

/** A version of the files as Git would keep it, with the reads counted. */
export class MemoryVersion implements FileVersion {
  readonly label = 'staged';
  readonly paths: ReadonlySet<string>;
  readonly files: Files;
  readonly #root: string;
  reads = 0;

  constructor(files: Files, root: string) {
    this.files = files;
    this.paths = new Set(Object.keys(files));
    this.#root = root;
  }

  idOf(file: string): string | undefined {
    return this.files[file] === undefined ? undefined : `100644 ${this.files[file]}`;
  }

  readerFor() {
    return {
      read: async (file: string) => {
        this.reads++;
        const text = this.files[slashedPath(this.#root, file)];
        return text === undefined ? undefined : { text };
      },
      glob: async (pattern: string) => Object.keys(this.files).filter((file) => path.matchesGlob(file, pattern)),
    };
  }

  close(): void {}
}

/** What Git says of two versions, without any renames. */
export function changesOf(base: Files, head: Files): readonly ChangedFile[] {
  return [...new Set([...Object.keys(base), ...Object.keys(head)])].flatMap((file): ChangedFile[] => {
    if (base[file] === head[file]) return [];
    return [
      { path: file, status: base[file] === undefined ? 'added' : head[file] === undefined ? 'deleted' : 'changed' },
    ];
  });
}
