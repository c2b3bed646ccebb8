import type { TextRange } from '../text/textRange.ts';

/** A file cut at its `---` lines. Without frontmatter the body is the whole file, unchanged; with frontmatter, the body is trimmed. */
export interface SplitFile {
  readonly frontmatter?: TextRange;
  readonly body: TextRange;
  /** The `---` line that opens a frontmatter which never ends. */
  readonly unclosed?: TextRange;
}

interface Line extends TextRange {
  /** The line without its end. */
  readonly text: string;
  /** The offset at which the next line starts. */
  readonly next: number;
}

/**
 * Splits a file at its frontmatter. Blank lines and `#` comments (licence headers) may stand before the first `---`. An opening line that a
 * closing line follows at once begins no frontmatter: dotprompt then takes the whole file as the template.
 */
export function splitFrontmatter(text: string): SplitFile {
  const whole = { body: { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length } };
  const lines = linesOf(text, whole.body.start);
  let opening: Line | undefined;
  for (const line of lines) {
    if (!opening && isSeparator(line)) opening = line;
    else if (!opening && !isSkipped(line)) return whole;
    else if (opening && isSeparator(line) && line.start > opening.next) return splitAt(text, opening, line);
  }
  return opening ? { ...whole, unclosed: { start: opening.start, end: opening.end } } : whole;
}

function splitAt(text: string, opening: Line, closing: Line): SplitFile {
  const body = text.slice(closing.next);
  const start = closing.next + (body.length - body.trimStart().length);
  return {
    frontmatter: { start: opening.next, end: closing.start },
    body: { start, end: Math.max(start, closing.next + body.trimEnd().length) },
  };
}

function isSeparator(line: Line): boolean {
  return /^---\s*$/.test(line.text);
}

function isSkipped(line: Line): boolean {
  return /^(?:#.*|[ \t]*)$/.test(line.text);
}

function* linesOf(text: string, from: number): Generator<Line> {
  const end = /\r\n|\r|\n/g;
  let start = from;
  while (start < text.length) {
    end.lastIndex = start;
    const match = end.exec(text);
    const stop = match?.index ?? text.length;
    const next = match ? end.lastIndex : text.length;
    yield { start, end: stop, text: text.slice(start, stop), next };
    start = next;
  }
}
