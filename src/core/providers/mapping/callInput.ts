import type { JsonValue } from '../../json.ts';
import { parseArguments } from '../../jsonRead.ts';

/** A call's arguments as a server gave them: JSON as text by the book, the value itself from some. */
export function callInput(given: JsonValue | undefined): JsonValue {
  if (given === undefined || given === null) return {};
  return typeof given === 'string' ? parseArguments(given) : given;
}

/** True for text that is one whole JSON value: nothing can be added to it. */
export function isWholeJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The place of a piece among its kind: a number, or one written as text. */
export function placeOf(index: JsonValue | undefined): number | undefined {
  const place = typeof index === 'string' && index.trim() !== '' ? Number(index) : index;
  return typeof place === 'number' && Number.isInteger(place) ? place : undefined;
}
