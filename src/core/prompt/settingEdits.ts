import { lineSpan } from '../text/lineSpan.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';

const key = `["']?[\\w-]+["']?\\s*:`;

/** Takes a setting out of a file, given the place of its value; undefined where its form is not understood. */
export function removeSetting(text: string, value: TextRange): TextEdit | undefined {
  const span = lineSpan(text, value);
  const before = text.slice(span.start, value.start);
  if (new RegExp(`^\\s*${key}\\s*$`).test(before)) return { range: span, text: '' };
  return removeBlock(text, span, before) ?? removeFromFlow(text, value);
}

/** Takes out a list or map that begins on the line after its key. */
function removeBlock(text: string, span: TextRange, before: string): TextEdit | undefined {
  if (before.trim() !== '' || span.start === 0) return undefined;
  const keyLine = lineSpan(text, { start: span.start - 1, end: span.start - 1 });
  const isKey = new RegExp(`^\\s*${key}\\s*$`).test(text.slice(keyLine.start, span.start));
  return isKey ? { range: { start: keyLine.start, end: span.end }, text: '' } : undefined;
}

/** Takes one entry out of `{a: 1, b: 2}`, with a comma. */
function removeFromFlow(text: string, { start, end }: TextRange): TextEdit | undefined {
  const before = new RegExp(`([{,]\\s*)${key}\\s*$`).exec(text.slice(0, start));
  if (!before) return undefined;
  const [whole, opening = ''] = before;
  const comma = /^\s*,\s*/.exec(text.slice(end))?.[0] ?? '';
  const isFirst = opening.startsWith('{');
  const from = start - whole.length + (isFirst || comma !== '' ? opening.length : 0);
  return { range: { start: from, end: end + (isFirst || comma !== '' ? comma.length : 0) }, text: '' };
}

/** Replaces the value of a setting. */
export function replaceSetting(value: TextRange, sent: number | string): TextEdit {
  return { range: value, text: String(sent) };
}
