import type { JsonObject } from '../../json.ts';

/**
 * The first of these fields that is a date, as `2026-12-11`: vendors write ISO dates, times, or seconds since 1970. Undefined without one.
 */
export function dateAt(entry: JsonObject, keys: readonly string[]): string | undefined {
  return keys.map((key) => dateOf(entry[key])).find((date) => date !== undefined);
}

function dateOf(value: unknown): string | undefined {
  const time =
    typeof value === 'number'
      ? value * (value < 1e11 ? 1000 : 1)
      : typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:T|\s|$)/.test(value)
        ? Date.parse(value.slice(0, 10))
        : Number.NaN;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) || time <= 0 ? undefined : date.toISOString().slice(0, 10);
}
