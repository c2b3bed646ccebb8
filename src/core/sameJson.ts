import { isJsonObject, type JsonValue } from './json.ts';

/** True when both are the same JSON; the order of keys does not count. */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
    );
  }
  return left === right;
}

/** True when every field of the part is in the whole, at every depth; lists have to be the same. */
export function includesJson(whole: JsonValue | undefined, part: JsonValue): boolean {
  if (!isJsonObject(part)) return sameJson(whole, part);
  return isJsonObject(whole) && Object.entries(part).every(([key, value]) => includesJson(whole[key], value));
}
