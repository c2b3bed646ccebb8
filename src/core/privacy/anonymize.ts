import { isJsonObject, type JsonValue } from '../json.ts';
import { findPersonal } from './findPersonal.ts';
import { type Finding, type PersonalKind, personalKinds } from './personalKinds.ts';
import type { StandIns } from './standIns.ts';

/** What was found in values: how often each kind, and how many different ones. */
export type PersonalCounts = Readonly<
  Partial<Record<PersonalKind, { readonly places: number; readonly values: number }>>
>;

export interface PersonalSurvey {
  readonly counts: PersonalCounts;
  /** Each value with what it was found as, so that it is found again where nothing around it tells what it is. */
  readonly values: ReadonlyMap<string, Finding>;
}

/** Looks for personal data in every text, number and name of a field of these values. */
export function surveyPersonal(rows: readonly JsonValue[], words: readonly string[] = []): PersonalSurvey {
  const places = new Map<PersonalKind, number>();
  const values = new Map<string, Finding>();
  for (const row of rows)
    for (const text of textsIn(row))
      for (const finding of findPersonal(text, words)) {
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

/** The kinds of a survey about which a person has to decide. */
export function suspectedKinds({ counts }: PersonalSurvey): readonly PersonalKind[] {
  return kindsIn(counts).filter((kind) => !personalKinds[kind].isSure);
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

export interface Anonymizing {
  readonly standIns: StandIns;
  /** Kinds that stay as they are. */
  readonly keep: ReadonlySet<PersonalKind>;
}

/**
 * The same rows with stand-ins for what a survey found in them, wherever it stands. Amounts and dates other than those of births stay as they
 * are. Throws nothing; `leftIn` says what is still there.
 */
export function anonymized<Row extends JsonValue>(
  rows: readonly Row[],
  survey: PersonalSurvey,
  { standIns, keep }: Anonymizing,
): readonly JsonValue[] {
  const replaced = [...survey.values].filter(([, { kind }]) => !keep.has(kind));
  const standIn = new Map(replaced.map(([value, finding]) => [value, standIns.standIn(finding, value)]));
  const known = byStart([...standIn.keys()]);
  const change = (text: string): string => replaceAll(text, known, standIn);
  return rows.map((row) => changed(row, change));
}

/** The characters by which values are found again. */
const startLength = 2;

/** Values by their first characters, the longest first: a name may stand inside of an address. */
function byStart(values: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const longest = values.toSorted((left, right) => right.length - left.length);
  return Map.groupBy(longest, (value) => value.slice(0, startLength));
}

function replaceAll(
  text: string,
  known: ReadonlyMap<string, readonly string[]>,
  standIn: ReadonlyMap<string, string>,
): string {
  let made = '';
  let done = 0;
  for (let at = 0; at < text.length; at++) {
    const value = known.get(text.slice(at, at + startLength))?.find((one) => standsAt(text, at, one));
    if (value === undefined) continue;
    made += text.slice(done, at) + (standIn.get(value) ?? '');
    done = at + value.length;
    at = done - 1;
  }
  return made + text.slice(done);
}

/** A short value inside of a longer word is another word; a long one is the value wherever it stands. */
function standsAt(text: string, at: number, value: string): boolean {
  if (!text.startsWith(value, at)) return false;
  if (value.length >= 8) return true;
  const isLetter = /[\p{L}\p{N}]/u;
  return !isLetter.test(text[at - 1] ?? ' ') && !isLetter.test(text[at + value.length] ?? ' ');
}

/** Values of eight characters and more that a survey found and that still stand in these rows. */
export function leftIn(rows: readonly JsonValue[], survey: PersonalSurvey, keep: ReadonlySet<PersonalKind>): number {
  const texts = rows.flatMap((row) => [...textsIn(row)]).join('\n');
  return [...survey.values].filter(([value, { kind }]) => !keep.has(kind) && value.length >= 8 && texts.includes(value))
    .length;
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
function* textsIn(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'number') yield String(value);
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJsonObject(value))
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* textsIn(item);
    }
}
