import { isJsonObject, type JsonValue } from '../../json.ts';
import type { Value } from './scope.ts';

/** The text of a value as JavaScript prints it: nothing for null and undefined, commas between items, `[object Object]`. */
export function textOfValue(value: Value): string {
  return value === undefined || value === null ? '' : String(value);
}

/** A field, an item or the length; never anything that is inherited. */
export function memberOf(value: Value, key: Value): Value {
  if (typeof value === 'string' || Array.isArray(value)) {
    if (key === 'length') return value.length;
    const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
    return typeof index === 'number' ? value[index] : undefined;
  }
  const name = textOfValue(key);
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A field of a value by a dotted path. */
export function attributeOf(value: Value, path: string): Value {
  return path.split('.').reduce<Value>(memberOf, value);
}

/** The items that a filter of lists works on. */
export function listOf(value: Value): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return [...value];
  if (isJsonObject(value)) return Object.values(value);
  throw new Error('A list is needed here.');
}

/** The value where it is a number, else `fallback`. */
export function numberOf(value: Value, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

/** Adds as JavaScript does: with a text, a list or a map everything becomes text, and otherwise a number. */
export function plus(left: Value, right: Value): Value {
  return [left, right].some((value) => typeof value === 'string' || (typeof value === 'object' && value !== null))
    ? String(left) + String(right)
    : numeric(left) + numeric(right);
}

/** The number of a value: nothing is no number, and null is 0. */
function numeric(value: Value): number {
  return value === undefined ? Number.NaN : Number(value);
}
