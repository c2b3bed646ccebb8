import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { readAssertionCell } from './assertionCell.ts';
import type { CsvTable } from './csvTable.ts';
import type { Located } from './sourceNode.ts';

export interface CsvCases {
  /** Test cases as `tests:` would hold them. */
  readonly cases: readonly Located<JsonObject>[];
  readonly problems: readonly Problem[];
}

type ColumnUse =
  | {
      readonly use:
        | 'variable'
        | 'expected'
        | 'id'
        | 'description'
        | 'prefix'
        | 'suffix'
        | 'output'
        | 'metric'
        | 'threshold';
    }
  | { readonly use: 'metadata'; readonly key: string; readonly isList: boolean }
  | { readonly use: 'config'; readonly index: number }
  | { readonly use: 'nothing' };

const plainUses: Readonly<Record<string, ColumnUse>> = {
  __id: { use: 'id' },
  __description: { use: 'description' },
  __prefix: { use: 'prefix' },
  __suffix: { use: 'suffix' },
  __providerOutput: { use: 'output' },
  __metric: { use: 'metric' },
  __threshold: { use: 'threshold' },
};

/** Columns with these names have no bearing on what is asked and checked, so that a misspelt one loses nothing. */
const losesNothing = /^__?(?:metadata|description)/;

/** Rows as test cases: columns that start with `__` say how to run and check, all others are variables. */
export function readCsvCases(table: CsvTable): CsvCases {
  const problems: Problem[] = [];
  const place = table.rows[0]?.range ?? { start: 0, end: 0 };
  const report = (range: TextRange, code: string, message: string, severity: Problem['severity'] = 'error') =>
    problems.push({ severity, code, message, range });
  const uses = table.columns.map((column): ColumnUse => {
    const found = useOf(column);
    if (typeof found !== 'string') return found;
    report(table.header, 'column', found, losesNothing.test(column) ? 'warning' : 'error');
    return column.startsWith('__') ? { use: 'nothing' } : { use: 'variable' };
  });
  if (table.rows.length > 0 && uses.length === 0) report(place, 'column', 'Name the columns in the first line.');
  const cases = table.rows.map(({ value, range }) => ({
    range,
    value: new RowReader(table.columns, uses, (code, message) => report(range, code, message)).read(value),
  }));
  return { cases, problems };
}

/** The use of a column, or the sentence that reports it. */
function useOf(column: string): ColumnUse | string {
  if (Object.hasOwn(plainUses, column)) return plainUses[column] ?? { use: 'variable' };
  if (/^__expected\d*$/.test(column)) return { use: 'expected' };
  const metadata = /^__metadata:(.+?)(\[\])?$/.exec(column);
  if (metadata) return { use: 'metadata', key: metadata[1] ?? '', isList: metadata[2] !== undefined };
  if (column === '__metadata') return '"__metadata" needs a key and is left out: write __metadata:key.';
  const config = /^__config:__expected(\d*):(.+)$/.exec(column);
  if (config?.[2] === 'threshold' && Number(config[1] || 1) >= 1)
    return { use: 'config', index: Number(config[1] || 1) - 1 };
  if (column.startsWith('__config:'))
    return `"${column}" is not a setting of a check: write __config:__expected:threshold.`;
  if (/^__(?!.*__$)/.test(column)) return unknownColumn(column);
  const isNearMiss = /^_(?:expected\d*|prefix|suffix|description|providerOutput|metric|threshold)$/.test(column);
  return isNearMiss ? `"${column}" is read as a variable. Did you mean "_${column}"?` : { use: 'variable' };
}

const knownColumns = [...Object.keys(plainUses), '__expected', '__expected1', '__metadata:key'];

function unknownColumn(column: string): string {
  const [near] = closest(column, knownColumns, 1);
  const advice = near === undefined ? `Known are ${knownColumns.join(', ')}.` : `Did you mean "${near}"?`;
  return `"${column}" is no column that is known, so what stands in it is lost. ${advice}`;
}

class RowReader {
  readonly #columns: readonly string[];
  readonly #uses: readonly ColumnUse[];
  readonly #report: (code: string, message: string) => void;

  constructor(columns: readonly string[], uses: readonly ColumnUse[], report: (code: string, message: string) => void) {
    this.#columns = columns;
    this.#uses = uses;
    this.#report = report;
  }

  read(cells: readonly string[]): JsonObject {
    const vars: [string, JsonValue][] = [];
    const metadata: [string, JsonValue][] = [];
    const fields: [string, JsonValue][] = [];
    const options: [string, JsonValue][] = [];
    const checks: JsonObject[] = [];
    const thresholds = new Map<number, number>();
    let metric: string | undefined;
    cells.forEach((cell, index) => {
      const column = this.#uses[index] ?? { use: 'nothing' };
      const isBlank = cell.trim() === '';
      if (column.use === 'variable') vars.push([this.#columns[index] ?? '', cell]);
      else if (column.use === 'nothing' || isBlank) return;
      else if (column.use === 'expected') checks.push(readAssertionCell(cell.trim()));
      else if (column.use === 'metadata') metadata.push([column.key, column.isList ? listOf(cell) : cell]);
      else if (column.use === 'config') thresholds.set(column.index, this.#number(cell));
      else if (column.use === 'metric') metric = cell;
      else if (column.use === 'threshold') fields.push(['threshold', this.#number(cell)]);
      else if (column.use === 'id') fields.push(['id', cell.trim()]);
      else if (column.use === 'description') fields.push(['description', cell]);
      else if (column.use === 'output') fields.push(['providerOutput', cell]);
      else options.push([column.use, cell]);
    });
    const assert = checks.map((check, index): JsonObject => {
      const threshold = thresholds.get(index);
      return {
        ...check,
        ...defined({ metric, threshold }),
      };
    });
    return {
      ...Object.fromEntries(fields),
      // Object.fromEntries, unlike assignment, keeps a column named __proto__ as an ordinary variable.
      vars: Object.fromEntries(vars),
      ...(assert.length > 0 ? { assert } : {}),
      ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) } : {}),
      ...(options.length > 0 ? { options: Object.fromEntries(options) } : {}),
    };
  }

  #number(cell: string): number {
    const value = Number(cell);
    if (Number.isFinite(value)) return value;
    this.#report('wrong-number', `"${cell.slice(0, 40)}" is not a number: a threshold is, for example 0.8.`);
    return 0;
  }
}

/** Splits a cell at its commas; `\,` is a comma within an item. */
function listOf(cell: string): string[] {
  return cell.split(/(?<!\\),/).map((part) => part.trim().replaceAll('\\,', ','));
}
