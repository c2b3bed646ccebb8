import type { TextRange } from '../text/textRange.ts';

/** The places of a text's lines. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(match.index + match[0].length);
  }

  /** The span of lines, counted from 1, without the end of the last line. */
  rangeOf(first: number, last = first): TextRange {
    const start = this.#starts[first - 1] ?? this.#text.length;
    const next = this.#starts[last] ?? this.#text.length;
    const line = this.#text.slice(start, next);
    return { start, end: start + line.replace(/(?:\r\n|\r|\n)$/, '').length };
  }

  /** The line, counted from 1, in which an offset stands. */
  lineAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}
