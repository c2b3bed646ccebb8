import { normalQuantile } from './normal.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's score interval, without continuity correction, for the pass rate of `passed` out of `total`. Undefined without cases. */
export function wilson(passed: number, total: number, confidence = 0.95): Interval | undefined {
  const z = normalQuantile((1 + confidence) / 2);
  if (z === undefined || !(total > 0) || passed < 0 || passed > total) return undefined;
  const rate = passed / total;
  const squared = z * z;
  const centre = rate + squared / (2 * total);
  const half = z * Math.sqrt((rate * (1 - rate)) / total + squared / (4 * total * total));
  const scale = 1 + squared / total;
  // Where none or all pass, the exact bound is 0 or 1, which arithmetic misses by a little.
  const low = passed === 0 ? 0 : Math.max(0, (centre - half) / scale);
  const high = passed === total ? 1 : Math.min(1, (centre + half) / scale);
  return { low, high };
}
