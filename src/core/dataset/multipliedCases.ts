import type { JsonObject, JsonValue } from '../json.ts';
import { counted, formatCount } from '../text/formatCount.ts';
import type { SourcePlace } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** True for a list that stands for a choice: its first item, at least, is a text. */
export function isChoice(value: JsonValue | undefined): value is JsonValue[] {
  return Array.isArray(value) && typeof value[0] === 'string';
}

interface Written {
  readonly vars: JsonObject;
  readonly wholeLists?: readonly string[] | undefined;
  readonly isRow: boolean;
  readonly place: SourcePlace;
  /** The number of cases that it became. */
  readonly count: number;
}

/** Counts the cases that lists made of the cases as they are written, so that nobody is surprised by thousands. */
export class MultipliedCases {
  #written = 0;
  #made = 0;
  #isOfRows = false;
  #place: SourcePlace | undefined;
  readonly #names = new Set<string>();

  add({ vars, wholeLists = [], isRow, place, count }: Written): void {
    this.#written += 1;
    this.#made += count;
    if (count === 1) return;
    this.#place ??= place;
    this.#isOfRows ||= isRow;
    for (const [name, value] of Object.entries(vars))
      if (isChoice(value) && value.length > 1 && !wholeLists.includes(name)) this.#names.add(name);
  }

  /**
   * Reports how many cases there are, and which lists made them. It is a warning where rows of data became more cases than there are rows.
   */
  report(reading: SuiteReading): void {
    if (this.#place === undefined) return;
    const names = [...this.#names].map((name) => `"${name}"`).join(', ');
    const lists = this.#names.size === 1 ? `The list of ${names} makes` : `The lists of ${names} make`;
    const advice = this.#isOfRows
      ? ' For lists that are values, name the file under "cases" of an *.eval.yaml, or write "options: {disableVarExpansion: true}".'
      : '';
    reading.report(
      this.#place,
      'multiplied-cases',
      `${lists} ${formatCount(this.#made)} cases of ${counted(this.#written, this.#isOfRows ? 'row' : 'case')}: one for each combination of their texts.${advice}`,
      this.#isOfRows ? 'warning' : 'information',
    );
  }
}
