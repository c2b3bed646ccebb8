const firstLine = '# >>> polyprompt: "polyprompt hook uninstall" removes what is between these two lines';
const lastLine = '# <<< polyprompt';
/** The pattern includes the line break before the block, so that a removal leaves exactly what was there before the insertion. */
const block = /(?:\r?\n)?[ \t]*# >>> polyprompt[^\n]*\n[\s\S]*?# <<< polyprompt[^\r\n]*/;

export interface BlockPlace {
  /** A position on the line behind which the block is put. */
  readonly offset: number;
  /** How many columns every line of the block is moved to the right. */
  readonly column: number;
}

/** The text with our lines, between two marks, behind the line of a position. Line ends are those of the text. */
export function insertBlock(text: string, lines: readonly string[], { offset, column }: BlockPlace): string {
  const lineEnd = lineEndOf(text);
  const end = endOfLine(text, offset);
  const indent = ' '.repeat(column);
  const marked = [firstLine, ...lines, lastLine].map((line) => (line === '' ? '' : `${indent}${line}`));
  return `${text.slice(0, end)}${lineEnd}${marked.join(lineEnd)}${text.slice(end)}`;
}

/** The text with our lines at its end, in front of a line end that it may have there. */
export function appendBlock(text: string, lines: readonly string[]): string {
  return insertBlock(text, lines, { offset: text.replace(/\r?\n$/, '').length, column: 0 });
}

/** The lines between the marks, moved back to the left; undefined where there are none. */
export function blockIn(text: string): readonly string[] | undefined {
  const [found] = block.exec(text) ?? [];
  if (found === undefined) return undefined;
  const [first = '', ...lines] = found.replace(/^\r?\n/, '').split(/\r?\n/);
  const column = first.search(/\S/);
  return lines.slice(0, -1).map((line) => line.slice(column));
}

/** The text with other lines in the place of ours. */
export function replaceBlock(text: string, lines: readonly string[]): string {
  const [found = ''] = block.exec(text) ?? [];
  const before = /^\r?\n/.exec(found)?.[0] ?? '';
  return text.replace(block, () => `${before}${[firstLine, ...lines, lastLine].join(lineEndOf(text))}`);
}

/** The line end of a text. A file that has both kinds gets that of Windows. */
export function lineEndOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The text as it was before the block was put in. */
export function removeBlock(text: string): string {
  return text.replace(block, '');
}

function endOfLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next === -1) return text.length;
  return text[next - 1] === '\r' ? next - 1 : next;
}
