import type { JsonValue } from '../json.ts';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `1500ms`, `20s`, `5m`, `1h` or a number of milliseconds; undefined for anything else. */
export function readDuration(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value >= 0 ? value : undefined;
  const [, amount, unit = ''] =
    (typeof value === 'string' && /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(value.trim())) || [];
  const factor = milliseconds[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** A share from 0 to 1, from `20%` or 0.2; undefined for anything else. */
export function readShare(value: JsonValue): number | undefined {
  const [, percent] = (typeof value === 'string' && /^(\d+(?:\.\d+)?)\s*%$/.exec(value.trim())) || [];
  const share = percent === undefined ? value : Number(percent) / 100;
  return typeof share === 'number' && share >= 0 && share <= 1 ? share : undefined;
}
