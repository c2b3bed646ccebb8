import type { RefusedFile } from '../../core/text/otherLetters.ts';

/** A file's bytes or its text, or the rule that forbids reading it. */
export type ReadFile = { readonly content: Buffer } | { readonly text: string } | RefusedFile;

/** What a file says, without a byte order mark; undefined when it was refused. */
export function textOf(found: ReadFile): string | undefined {
  if ('refused' in found) return undefined;
  return 'text' in found ? found.text : new TextDecoder().decode(found.content);
}

/**
 * Where the files of a workspace folder are read from: the disk, or a version that Git keeps. Files are absolute paths, and their
 * letters count on every system: one that is only called alike is refused with the name that it has.
 */
export interface FileReader {
  /** Undefined when there is no such file. */
  read(file: string, maxBytes: number): Promise<ReadFile | undefined>;
  /** Regular files that fit a pattern, relative to the workspace folder, with `/`; links of files count, and those in the pattern's own folders. */
  glob(pattern: string): Promise<readonly string[]>;
  /** The links in a path, and what it leads to by them, which need not be there; empty without a link. Absent where nobody asks. */
  leadsTo?(file: string): Promise<readonly string[]>;
}
