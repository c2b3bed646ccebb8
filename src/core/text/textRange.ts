/** A half-open span of a text in UTF-16 offsets: `text.slice(start, end)` is the part that it names. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset; `\n`, `\r\n` and a lone `\r` end a line. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset));
  const lines = before.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
