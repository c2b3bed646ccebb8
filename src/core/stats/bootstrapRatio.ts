import { seededResamples } from './bootstrap.ts';
import { percentile } from './percentile.ts';
import type { Interval } from './wilson.ts';

export interface RatioInterval extends Interval {
  /** 1 minus the ratio of the sums. */
  readonly saving: number;
}

/**
 * The share by which the sum of the left values is smaller than that of the right ones, with its 95% bootstrap interval (percentile method,
 * 2,000 resamples of the pairs, the same seed). Undefined where the right ones sum up to nothing.
 */
export function bootstrapRatio(left: readonly number[], right: readonly number[]): RatioInterval | undefined {
  const whole = savingAt(left, right, [...left.keys()]);
  if (whole === undefined || left.length === 0) return undefined;
  const savings: number[] = [];
  for (const places of seededResamples(left.length)) {
    const saving = savingAt(left, right, places);
    if (saving !== undefined) savings.push(saving);
  }
  const [low = whole, high = whole] = [percentile(savings, 2.5), percentile(savings, 97.5)];
  return { saving: whole, low, high };
}

function savingAt(left: readonly number[], right: readonly number[], places: ArrayLike<number>): number | undefined {
  let [own, other] = [0, 0];
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? 0;
    own += left[place] ?? 0;
    other += right[place] ?? 0;
  }
  return other > 0 ? 1 - own / other : undefined;
}
