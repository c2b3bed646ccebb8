import type { JsonValue } from '../../json.ts';
import { parseArguments } from '../../jsonRead.ts';

/** The arguments of a call as a server gives them: JSON as text by the documentation, and the value itself from some servers. */
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

/** The place of a piece among its kind: a number, or a number as text; undefined for anything else. */
export function placeOf(index: JsonValue | undefined): number | undefined {
  const place = typeof index === 'string' && index.trim() !== '' ? Number(index) : index;
  return typeof place === 'number' && Number.isInteger(place) ? place : undefined;
}
