import type { JsonValue } from '../../json.ts';
import { numberIn } from './fields.ts';

/**
 * The moment in a field as ISO 8601 in UTC. Numbers are seconds, milliseconds or nanoseconds since 1970, which their size tells apart for
 * every year from 2001 to 2286; texts without a zone are UTC, as Langfuse's export writes them.
 */
export function momentIn(value: JsonValue | undefined): string | undefined {
  const number = numberIn(value);
  const time = number === undefined ? timeOf(value) : millisecondsOf(number);
  return time === undefined || Number.isNaN(time) || Math.abs(time) > 8.64e15
    ? undefined
    : new Date(time).toISOString();
}

function millisecondsOf(number: number): number {
  if (number > 1e17) return number / 1e6;
  if (number > 1e14) return number / 1e3;
  return number > 1e11 ? number : number * 1e3;
}

function timeOf(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(' ', 'T');
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
}

/** The milliseconds between two moments; undefined unless both are known and in order. */
export function millisecondsBetween(start: string | undefined, end: string | undefined): number | undefined {
  if (start === undefined || end === undefined) return undefined;
  const between = Date.parse(end) - Date.parse(start);
  return between >= 0 ? between : undefined;
}
