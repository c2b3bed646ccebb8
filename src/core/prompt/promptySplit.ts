import type { TextRange } from '../text/textRange.ts';

/** A `.prompty` cut at its `---` or `+++` lines. An empty head is legal; a file without a head is all body. */
export interface PromptySplit {
  readonly head?: TextRange;
  readonly body: TextRange;
  /** The line that opens a head which never ends. */
  readonly unclosed?: TextRange;
}

/** Cuts a `.prompty` into head and body. Ranges are in the file; the head is absent where it is missing or never ends. */
export function splitPrompty(text: string): PromptySplit {
  const opening = /^\s*(---|\+\+\+)[ \t]*(?:\r\n|\r|\n|$)/.exec(text.replace(/^\uFEFF/, ' '));
  if (!opening) return { body: { start: text.startsWith('\uFEFF') ? 1 : 0, end: text.length } };
  const start = opening[0].length;
  const mark = opening[1] === '---' ? '---' : '\\+\\+\\+';
  const closing = new RegExp(`^${mark}[ \\t]*(?:\\r\\n|\\r|\\n|$)`, 'm').exec(text.slice(start));
  if (!closing) {
    const line = { start: start - opening[0].trimStart().length, end: start };
    return { body: { start: 0, end: text.length }, unclosed: line };
  }
  const end = start + closing.index;
  return { head: { start, end }, body: { start: end + closing[0].length, end: text.length } };
}
