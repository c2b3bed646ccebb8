import { isSameSet, overlap } from '../classes/overlap.ts';
import { plainSpaces } from '../classes/readLabel.ts';
import type { JsonObject, JsonValue } from '../json.ts';

/** How the values of a field are compared. */
export type FieldRule =
  /** The same JSON value of the same kind. */
  | { readonly compare: 'exact' }
  /** As texts, whatever their capitals and white space. */
  | { readonly compare: 'text' }
  /** As numbers, also in texts such as `$1,234.50`, within the larger of both tolerances; `relative` is a share of the expected value. */
  | { readonly compare: 'number'; readonly tolerance?: number; readonly relative?: number }
  /** As days: an ISO date, or a date with its time, within so many days. */
  | { readonly compare: 'date'; readonly days?: number }
  /** As texts, where these others mean the expected value. */
  | { readonly compare: 'one_of'; readonly synonyms: Readonly<Record<string, readonly string[]>> }
  /** As texts that have this share of their words in common, from 0 to 1. */
  | { readonly compare: 'similar'; readonly least: number }
  /** As sets of texts. */
  | { readonly compare: 'set' };

/** A field of a record and how it is compared. */
export type FieldSpec = FieldRule & { readonly name: string };

/** What became of a field: `wrong` has another value, `missing` none though one is expected, `invented` one though none is. */
export type FieldStatus = 'right' | 'wrong' | 'missing' | 'invented' | 'rightly-empty';

/** The status of a field. An answer that is no record (undefined) has no value of it. */
export function fieldStatus(spec: FieldSpec, expected: JsonObject, answered: JsonObject | undefined): FieldStatus {
  const [wanted, given] = [expected[spec.name], answered?.[spec.name]];
  if (isEmpty(wanted)) return isEmpty(given) ? 'rightly-empty' : 'invented';
  if (isEmpty(given)) return 'missing';
  return isSame(spec, wanted, given) ? 'right' : 'wrong';
}

/** True for nothing: absent, null, a blank text or an empty list. `false` and 0 are values. */
export function isEmpty(value: JsonValue | undefined): value is undefined | null {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** The elements of a set in their plain form. */
export function elementsOf(value: JsonValue | undefined): ReadonlySet<string> {
  if (isEmpty(value)) return new Set();
  return new Set((Array.isArray(value) ? value : [value ?? '']).map(plainText).filter((text) => text !== ''));
}

function isSame(spec: FieldSpec, wanted: JsonValue | undefined, given: JsonValue | undefined): boolean {
  switch (spec.compare) {
    case 'exact':
      return JSON.stringify(sorted(wanted)) === JSON.stringify(sorted(given));
    case 'text':
      return plainText(wanted) === plainText(given);
    case 'number':
      return isNear(spec, wanted, given);
    case 'date':
      return isSameDay(spec.days ?? 0, wanted, given);
    case 'one_of':
      return isOneOf(spec.synonyms, wanted, given);
    case 'similar':
      return wordsInCommon(plainText(wanted), plainText(given)) >= spec.least;
    case 'set':
      return isSameSet(elementsOf(wanted), elementsOf(given));
  }
}

function plainText(value: JsonValue | undefined): string {
  return plainSpaces(typeof value === 'string' ? value : JSON.stringify(value ?? '')).toLowerCase();
}

function isNear(
  { tolerance = 0, relative = 0 }: Extract<FieldRule, { compare: 'number' }>,
  wanted: JsonValue | undefined,
  given: JsonValue | undefined,
): boolean {
  const [left, right] = [numberIn(wanted), numberIn(given)];
  if (left === undefined || right === undefined) return false;
  // A difference of exactly the tolerance counts, which arithmetic misses by a little.
  return Math.abs(left - right) <= Math.max(tolerance, relative * Math.abs(left)) + 1e-9 * Math.max(1, Math.abs(left));
}

/** A number, or the number in a text of digits with commas between thousands, a point, and one sign of a currency or percent. */
function numberIn(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const bare = value.trim().replace(/^([-+]?)\s*[$€£]\s*|\s*[$€£%]$/, '$1');
  return /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/.test(bare) ? Number(bare.replaceAll(',', '')) : undefined;
}

const dayMs = 86_400_000;

function isSameDay(days: number, wanted: JsonValue | undefined, given: JsonValue | undefined): boolean {
  const [left, right] = [dayIn(wanted), dayIn(given)];
  return left !== undefined && right !== undefined && Math.abs(left - right) <= days;
}

function dayIn(value: JsonValue | undefined): number | undefined {
  const [, date] = /^\s*(\d{4}-\d{2}-\d{2})(?:[T ].*)?\s*$/.exec(typeof value === 'string' ? value : '') ?? [];
  const time = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time / dayMs;
}

function isOneOf(
  synonyms: Readonly<Record<string, readonly string[]>>,
  wanted: JsonValue | undefined,
  given: JsonValue | undefined,
): boolean {
  const [left, right] = [plainText(wanted), plainText(given)];
  if (left === right) return true;
  const others = Object.entries(synonyms).flatMap(([value, words]) => (plainText(value) === left ? words : []));
  return others.some((word) => plainText(word) === right);
}

function wordsInCommon(left: string, right: string): number {
  const [first, second] = [new Set(left.split(' ')), new Set(right.split(' '))];
  return (2 * overlap(first, second).common) / (first.size + second.size);
}

/** The value with the keys of its objects in order: their order means nothing. */
function sorted(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
