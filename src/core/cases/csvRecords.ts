import { readCsv } from '../dataset/csvTable.ts';
import type { JsonObject } from '../json.ts';

/** A row of a CSV file by its columns, or a problem with its line, counted from 1. */
export type CsvRow = { readonly line: number } & ({ readonly value: JsonObject } | { readonly problem: string });

/** The rows that are parsed at once. */
const block = 500;

/** Reads CSV that comes piece by piece. It holds one block of rows; a line end inside of quotes ends no row. */
export class CsvRecords {
  #rest = '';
  #header: string | undefined;
  #line = 1;
  #isQuoted = false;
  #scanned = 0;
  #ends: number[] = [];

  push(piece: string): readonly CsvRow[] {
    this.#rest += piece;
    this.#scan();
    return this.#ends.length > block ? this.#take(this.#ends.at(-1) ?? 0) : [];
  }

  end(): readonly CsvRow[] {
    return this.#take(this.#rest.length);
  }

  #scan() {
    for (; this.#scanned < this.#rest.length; this.#scanned++) {
      const code = this.#rest.charCodeAt(this.#scanned);
      if (code === 34) this.#isQuoted = !this.#isQuoted;
      else if (code === 10 && !this.#isQuoted) this.#ends.push(this.#scanned + 1);
    }
  }

  #take(end: number): readonly CsvRow[] {
    const text = this.#rest.slice(0, end);
    const headerEnd = this.#header === undefined ? (this.#ends[0] ?? end) : 0;
    const firstLine = this.#line;
    this.#header ??= text.slice(0, headerEnd);
    this.#rest = this.#rest.slice(end);
    this.#scanned -= end;
    this.#ends = [];
    this.#line += text.split('\n').length - 1;
    const body = text.slice(headerEnd);
    if (body.trim() === '') return [];
    const shift = firstLine + text.slice(0, headerEnd).split('\n').length - 1;
    return rowsOf(this.#header, body, shift);
  }
}

/** `firstLine` is the line of the file in which the body starts. */
function rowsOf(header: string, body: string, firstLine: number): readonly CsvRow[] {
  const head = header.endsWith('\n') ? header : `${header}\n`;
  const text = head + body;
  const { columns, rows, problems } = readCsv(text.replace(/^\uFEFF/, ''));
  const lineAt = (place: number) => firstLine + text.slice(head.length, place).split('\n').length - 1;
  const faults = problems.filter(({ severity }) => severity === 'error');
  return [
    ...rows.map(({ value, range }) => ({
      line: lineAt(range.start),
      value: Object.fromEntries(columns.map((column, index) => [column, value[index] ?? ''])),
    })),
    ...faults.map(({ message, range }) => ({ line: lineAt(range.start), problem: message })),
  ];
}
