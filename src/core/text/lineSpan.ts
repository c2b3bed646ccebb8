import type { TextRange } from './textRange.ts';

/** The span of the lines that a place stands on, with their last line end. */
export function lineSpan(text: string, { start, end }: TextRange): TextRange {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  if (end > start && text[end - 1] === '\n') return { start: from, end };
  const next = text.indexOf('\n', end);
  return { start: from, end: next < 0 ? text.length : next + 1 };
}
