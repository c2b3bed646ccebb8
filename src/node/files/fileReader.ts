import type { RefusedFile } from '../../core/text/otherLetters.ts';

/** A file's bytes or its text, or the rule that forbids reading it. */
export type ReadFile = { readonly content: Buffer } | { readonly text: string } | RefusedFile;

/** The text of a file without a byte order mark; undefined when reading was refused. */
export function textOf(found: ReadFile): string | undefined {
  if ('refused' in found) return undefined;
  return 'text' in found ? found.text : new TextDecoder().decode(found.content);
}

/**
 * Where the files of a workspace folder are read from: the disk, or a version that Git keeps. Files are absolute paths, and capitals count
 * on every system: a file whose name only looks alike is refused, and the refusal names it.
 */
export interface FileReader {
  /** Reads a file; gives undefined when there is no such file. */
  read(file: string, maxBytes: number): Promise<ReadFile | undefined>;
  /**
   * Regular files that fit a pattern, relative to the workspace folder, with `/`. Links to files count, also in the folders that the
   * pattern names.
   */
  glob(pattern: string): Promise<readonly string[]>;
  /**
   * The links in a path and the path that they lead to, which need not exist; no links when the path has none. Missing in readers whose
   * callers never ask.
   */
  leadsTo?(file: string): Promise<readonly string[]>;
}
