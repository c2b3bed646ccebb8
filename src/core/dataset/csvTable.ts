import { type CsvError, type Options, parse } from 'csv-parse/sync';
import { plainLines } from '../text/plainLines.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { LineIndex } from './lineIndex.ts';
import type { Located } from './sourceNode.ts';

/** A CSV file with the place of every row. Rows that do not fit the header are problems, not rows. */
export interface CsvTable {
  /** The column names: trimmed, each of them once. */
  readonly columns: readonly string[];
  /** The span of the column names. */
  readonly header: TextRange;
  readonly rows: readonly Located<readonly string[]>[];
  readonly problems: readonly Problem[];
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const lineEnds = ['\r\n', '\n', '\r'];

/** Reads CSV with a header row. Nothing is renamed, guessed or dropped in silence. */
export function readCsv(text: string): CsvTable {
  const lines = new LineIndex(text);
  const problems: Problem[] = [];
  const report = (line: number, code: string, message: string, severity: Problem['severity'] = 'error') =>
    problems.push({ severity, code, message, range: lines.rangeOf(line) });
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const message = 'This file holds NUL characters: save it as UTF-8 text.';
    problems.push({ severity: 'error', code: 'invalid-csv', message, range: { start: nul, end: nul + 1 } });
    return { columns: [], header: lines.rangeOf(1), rows: [], problems };
  }
  const { records, problem } = parseRecords(text, delimiterOf(text));
  if (problem) report(problem.line, 'invalid-csv', problem.message, problem.severity);
  const [header, ...body] = records;
  if (!header) {
    if (!problem) report(1, 'empty-csv', 'This file is empty: start it with a line of column names.');
    return { columns: [], header: lines.rangeOf(1), rows: [], problems };
  }
  const columns = header.record.map((name) => name.trim());
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined)
    report(1, 'duplicate-column', `The column "${repeated}" stands here twice: name each column once.`);
  if (body.length === 0 && !problem) report(1, 'empty-csv', 'This file has column names but no rows.');
  const rows = body.flatMap(({ record, info }): readonly Located<readonly string[]>[] => {
    const first = info.lines - record.reduce((count, cell) => count + lineEndsIn(cell), 0);
    if (record.length === columns.length)
      return [{ value: record.map(plainLines), range: lines.rangeOf(first, info.lines) }];
    const message = `This row has ${record.length} cells, but there are ${columns.length} columns. Put cells with commas in quotes.`;
    report(first, 'ragged-row', message);
    return [];
  });
  return { columns, header: lines.rangeOf(1), rows: repeated === undefined ? rows : [], problems };
}

/** The delimiter of a file: a comma, or the other usual sign that a header without commas has. */
export function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  return header.includes(',') ? ',' : ([';', '\t'].find((mark) => header.includes(mark)) ?? ',');
}

interface ParsedRecords {
  readonly records: readonly CsvRecord[];
  readonly problem?: { readonly line: number; readonly message: string; readonly severity: Problem['severity'] };
}

/** Reads quotes strictly first; if that fails, as leniently as spreadsheets do, and reports it. */
function parseRecords(text: string, delimiter: string): ParsedRecords {
  const options = {
    delimiter,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    record_delimiter: lineEnds,
  };
  const strict = attempt(text, options);
  if ('records' in strict) return strict;
  const line = brokenLine(text, options);
  const lenient = attempt(text, { ...options, relax_quotes: true });
  if ('records' in lenient) {
    const message =
      'A quote in this row stands inside of a cell. It is read as it is; write it twice inside of quotes.';
    return { ...lenient, problem: { line, message, severity: 'warning' } };
  }
  const isOpen = lenient.error.code === 'CSV_QUOTE_NOT_CLOSED';
  const message = isOpen
    ? 'A quote that opens in this row is never closed: close it, or write a quote inside of a cell twice.'
    : 'The quotes of this row cannot be read: put the whole cell in quotes and write each quote inside of it twice.';
  return { records: [], problem: { line, message, severity: 'error' } };
}

function attempt(text: string, options: Options): { records: readonly CsvRecord[] } | { error: CsvError } {
  try {
    // The option `info` adds its lines to each record, which the package's types do not say.
    const found: readonly unknown[] = parse(text, options);
    return { records: found.filter(isCsvRecord) };
  } catch (error) {
    if (isCsvError(error)) return { error };
    throw error;
  }
}

function isCsvRecord(value: unknown): value is CsvRecord {
  return typeof value === 'object' && value !== null && 'record' in value && 'info' in value;
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error;
}

/** The line after the last record that could be read. */
function brokenLine(text: string, options: Options): number {
  let last = 0;
  attempt(text, {
    ...options,
    on_record: (record, { lines }) => {
      last = lines;
      return record;
    },
  });
  return last + 1;
}

function lineEndsIn(cell: string): number {
  return cell.match(/\r\n|\r|\n/g)?.length ?? 0;
}
