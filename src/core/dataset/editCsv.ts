import { PolypromptError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';
import { readAssertionCell } from './assertionCell.ts';
import { delimiterOf, readCsv } from './csvTable.ts';
import type { NewCase } from './newCase.ts';

const expectedColumn = '__expected';

/** Adds a row at the end. Throws `invalid-arguments` for a variable that has no column. */
export function addCsvCase(text: string, { vars, expected }: NewCase): TextEdit[] {
  const { columns } = tableOf(text);
  const missing = Object.keys(vars).filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new PolypromptError('invalid-arguments', `The file has no column for ${missing.join(', ')}.`, {
      hint: 'Add the columns to its first line.',
    });
  const added = expected === undefined ? [] : addExpectedColumn(text);
  const names = added.length > 0 ? [...columns, expectedColumn] : columns;
  const cells = names.map((name) =>
    isExpected(name) ? (expected === undefined ? '' : expectedCell(expected)) : cellText(vars[name]),
  );
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text.endsWith('\n') ? '' : lineEnd;
  const end = { start: text.length, end: text.length };
  // Where the text ends, two edits meet: the new row then goes behind the cell that the new column adds.
  const tail = added.filter(({ range }) => range.start === text.length);
  const others = added.filter(({ range }) => range.start !== text.length);
  const row = `${tail.map((edit) => edit.text).join('')}${before}${writeRow(cells, text)}${lineEnd}`;
  return [...others, { range: end, text: row }];
}

/** Changes the expected answer in the row of a case; a file without such a column gets one. */
export function expectInCsv(text: string, range: TextRange, answer: string): TextEdit[] {
  const { columns, rows } = tableOf(text);
  const row = rows.find((candidate) => candidate.range.start === range.start);
  if (!row) throw new PolypromptError('invalid-arguments', 'This row is no longer in its file.');
  const column = columns.findIndex(isExpected);
  const cells = column < 0 ? [...row.value, expectedCell(answer)] : row.value.with(column, expectedCell(answer));
  const others = column < 0 ? addExpectedColumn(text).filter((edit) => edit.range.start !== row.range.end) : [];
  return [...others, { range: row.range, text: writeRow(cells, text) }];
}

/** Adds one column: its name behind the header, and an empty cell behind every row. A file that has the column stays as it is. */
function addExpectedColumn(text: string): TextEdit[] {
  const { columns, rows } = tableOf(text);
  if (columns.some(isExpected)) return [];
  const header = /^[^\r\n]*/.exec(text)?.[0].length ?? 0;
  const mark = delimiterOf(text);
  const at = (offset: number, cell: string) => ({ range: { start: offset, end: offset }, text: `${mark}${cell}` });
  return [at(header, expectedColumn), ...rows.map((row) => at(row.range.end, ''))];
}

function tableOf(text: string) {
  const table = readCsv(text);
  if (table.columns.length > 0) return table;
  throw new PolypromptError('invalid-arguments', 'The file has no columns yet.', {
    hint: 'Write their names into its first line.',
  });
}

function isExpected(column: string): boolean {
  return column === expectedColumn || column === `${expectedColumn}1`;
}

/** Writes a cell that reads as "equals", whatever the answer looks like. */
function expectedCell(answer: string): string {
  const check = readAssertionCell(answer.trim());
  return check['type'] === 'equals' && check['value'] === answer ? answer : `equals:${answer}`;
}

function cellText(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function writeRow(cells: readonly string[], text: string): string {
  const mark = delimiterOf(text);
  return cells.map((cell) => (needsQuotes(cell, mark) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(mark);
}

function needsQuotes(cell: string, mark: string): boolean {
  return cell.includes(mark) || /["\r\n]|^\s|\s$/.test(cell);
}
