/** The text of one record, and the line in which it starts, counted from 1. `problem` says why a text could not be taken. */
export interface RecordText {
  readonly line: number;
  readonly text: string;
  readonly problem?: string;
}

/** The longest record that is read, in UTF-16 units. */
const longestRecord = 50_000_000;

/** How the records of a file follow each other: one on each line, one after another over several lines, or as the items of a list. */
type Layout = 'lines' | 'values' | 'list';

/**
 * Cuts a text that comes piece by piece into records, by its own look: JSON lines, JSON values over several lines, or one JSON list. It holds
 * no more than one record and one piece. A broken line of JSON lines costs that line alone.
 */
export class RecordSplitter {
  #rest = '';
  #line = 1;
  #layout: Layout | undefined;
  readonly #values = new ValueScan();

  /** True for a text that starts as JSON; undefined before anything but spaces came. */
  static looksLikeJson(start: string): boolean | undefined {
    const first = start.replace(/^\uFEFF/, '').trimStart()[0];
    return first === undefined ? undefined : first === '{' || first === '[';
  }

  push(piece: string): readonly RecordText[] {
    this.#rest += piece;
    this.#layout ??= layoutOf(this.#rest);
    if (this.#layout === undefined) return [];
    return this.#layout === 'lines' ? this.#lines() : this.#cutValues();
  }

  /** The record that the end of the text closes, or the rest that never ended. */
  end(): readonly RecordText[] {
    const { line, text } = startOf(this.#rest, this.#line);
    this.#rest = '';
    if (text === '' || (this.#layout === 'list' && /^[\],\s]*$/.test(text))) return [];
    return [{ line, text }];
  }

  #lines(): readonly RecordText[] {
    const found: RecordText[] = [];
    let start = 0;
    for (let feed = this.#rest.indexOf('\n'); feed >= 0; feed = this.#rest.indexOf('\n', start)) {
      const text = this.#rest
        .slice(start, feed)
        .replace(/^\uFEFF/, '')
        .trim();
      if (text !== '') found.push(bounded({ line: this.#line, text }));
      this.#line++;
      start = feed + 1;
    }
    this.#rest = this.#rest.slice(start);
    return found;
  }

  #cutValues(): readonly RecordText[] {
    const found: RecordText[] = [];
    const isList = this.#layout === 'list';
    let start = 0;
    for (const end of this.#values.ends(this.#rest, isList ? 1 : 0)) {
      const { line, text, lines } = startOf(this.#rest.slice(start, end), this.#line);
      if (/^[{[]/.test(text)) found.push(bounded({ line, text }));
      this.#line += lines;
      start = end;
    }
    this.#rest = this.#rest.slice(start);
    this.#values.forget(start);
    return found;
  }
}

function bounded(record: RecordText): RecordText {
  if (record.text.length <= longestRecord) return record;
  const problem = `it is longer than ${longestRecord / 1_000_000} million characters`;
  return { line: record.line, text: '', problem };
}

/** The text without what stands before the record, with the line in which the record starts and the number of line ends in all of it. */
function startOf(text: string, line: number): { line: number; text: string; lines: number } {
  const lead = /^[\s,\uFEFF]*/.exec(text)?.[0] ?? '';
  const lines = text.split('\n').length - 1;
  return { line: line + lead.split('\n').length - 1, text: text.slice(lead.length).trim(), lines };
}

function layoutOf(start: string): Layout | undefined {
  const text = start.replace(/^\uFEFF/, '').trimStart();
  if (text === '') return undefined;
  if (text.startsWith('[')) return 'list';
  const feed = text.indexOf('\n');
  if (feed < 0) return undefined;
  // The first line of a value that is written over several lines ends where a map or a list goes on.
  return /[{[,]\s*$/.test(text.slice(0, feed)) ? 'values' : 'lines';
}

/** Finds the ends of JSON values in a text that grows at its end. */
class ValueScan {
  #at = 0;
  #depth = 0;
  #isQuoted = false;

  /** The places behind the values that lie `outer` brackets deep. */
  *ends(text: string, outer: number): Generator<number> {
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (this.#isQuoted) {
        if (code === 92) this.#at++;
        else if (code === 34) this.#isQuoted = false;
      } else if (code === 34) this.#isQuoted = true;
      else if (code === 123 || code === 91) {
        // The bracket that opens the list is no part of its first item.
        if (++this.#depth === outer) yield this.#at + 1;
      } else if ((code === 125 || code === 93) && --this.#depth === outer) yield this.#at + 1;
    }
  }

  /** The first characters are gone from the text. */
  forget(count: number): void {
    this.#at -= count;
  }
}
