import { isJsonObject, type JsonValue } from '../json.ts';
import { findPersonal } from './findPersonal.ts';
import type { Finding, PersonalKind } from './personalKinds.ts';
import type { StandIns } from './standIns.ts';
import { ValuePlaces } from './valuePlaces.ts';

/** What was found in values: how often each kind, and how many different ones. */
export type PersonalCounts = Readonly<
  Partial<Record<PersonalKind, { readonly places: number; readonly values: number }>>
>;

export interface PersonalSurvey {
  readonly counts: PersonalCounts;
  /** Each value with what it was found as, so that it is found again where nothing around it tells what it is. */
  readonly values: ReadonlyMap<string, Finding>;
}

/** Looks for personal data in every text, number and name of a field of these values. `find` may remember what it has found in a text. */
export function surveyPersonal(
  rows: readonly JsonValue[],
  words: readonly string[] = [],
  find: typeof findPersonal = findPersonal,
): PersonalSurvey {
  const places = new Map<PersonalKind, number>();
  const values = new Map<string, Finding>();
  for (const row of rows)
    for (const text of textsIn(row))
      for (const finding of find(text, words)) {
        places.set(finding.kind, (places.get(finding.kind) ?? 0) + 1);
        const value = text.slice(finding.start, finding.end);
        if (!values.has(value)) values.set(value, finding);
      }
  const counts = Object.fromEntries(
    [...places].map(([kind, count]) => [
      kind,
      { places: count, values: [...values.values()].filter((finding) => finding.kind === kind).length },
    ]),
  );
  return { counts, values };
}

/** The kinds that were found, in the order of our list. */
export function kindsIn(counts: PersonalCounts): readonly PersonalKind[] {
  return allKinds.filter((kind) => counts[kind] !== undefined);
}

const allKinds: readonly PersonalKind[] = [
  'key',
  'email',
  'phone',
  'iban',
  'card',
  'ip',
  'mac',
  'national-id',
  'vat',
  'person',
  'address',
  'national-phone',
  'birthday',
  'passport',
  'order-number',
  'word',
];

/**
 * The same rows with stand-ins for these values, wherever they stand. Amounts and dates other than those of births stay as they are. Throws
 * nothing; `leftIn` says what is still there.
 */
export function anonymized<Row extends JsonValue>(
  rows: readonly Row[],
  replaced: PersonalSurvey['values'],
  standIns: StandIns,
): readonly JsonValue[] {
  const standIn = new Map([...replaced].map(([value, finding]) => [value, standIns.standIn(finding, value)]));
  const places = new ValuePlaces([...standIn.keys()]);
  const change = (text: string): string =>
    places
      .pieces(text)
      .map(({ text: piece, isValue }) => (isValue ? (standIn.get(piece) ?? '') : piece))
      .join('');
  return rows.map((row) => changed(row, change));
}

/** Values of eight characters and more that still stand in these rows. */
export function leftIn(rows: readonly JsonValue[], replaced: PersonalSurvey['values']): number {
  const texts = rows.flatMap((row) => [...textsIn(row)]).join('\n');
  return [...replaced.keys()].filter((value) => value.length >= 8 && texts.includes(value)).length;
}

function changed(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') {
    // A stand-in of a number that was written without quotes is text, since it may begin with zeros.
    const text = change(String(value));
    return text === String(value) ? value : text;
  }
  if (Array.isArray(value)) return value.map((item) => changed(item, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, JsonValue] => [change(key), changed(item, change)]),
  );
}

/** Every text of a value: names of fields and numbers are read as well, since maps may be kept by e-mail and cards as numbers. */
export function* textsIn(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* textsIn(item);
    }
}
