import type { TextRange } from '../text/textRange.ts';

/** A text as it is written in place of a value of YAML: as a block of lines, or in quotes where the value stands within brackets. */
export function yamlValue(text: string, file: string, { start, end }: TextRange): string {
  const line = file.slice(file.lastIndexOf('\n', start - 1) + 1, start);
  // A text with other control characters, or that begins with a blank, has no block of its own.
  const isPlain = /^\S/.test(text) && !/[^\P{Cc}\t\n]/u.test(text.replaceAll('\r\n', '\n'));
  const [, before, name] = /^(\s*(?:-\s+)*)([\w"'-]+:\s+)?$/.exec(line) ?? [];
  const room = (before?.length ?? 0) + (name === undefined ? 0 : 2);
  // A block would swallow a comment that stands behind the old value.
  const isBlock = /[|>]/.test(file.charAt(start));
  const isLast = isBlock || /^[^\S\n]*(?:\n|$)/.test(file.slice(end));
  if (!isPlain || !isLast || before === undefined || room === 0) return JSON.stringify(text);
  const indent = ' '.repeat(room);
  const body = text.replace(/\n+$/, '');
  const after = text.length - body.length;
  const ending = after === 0 ? '-' : after === 1 ? '' : '+';
  const lines = body.split(/\r?\n/).map((one) => (one === '' ? '' : `${indent}${one}`));
  // The old value holds the end of its last line where it was a block.
  const close = isBlock && file.charAt(end - 1) === '\n' ? '\n' : '';
  return `|${ending}\n${lines.join('\n')}${'\n'.repeat(Math.max(0, after - 1))}${close}`;
}
