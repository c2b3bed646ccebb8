import { normalCdf, normalQuantile } from './normal.ts';
import { percentile } from './percentile.ts';
import type { Interval } from './wilson.ts';

export interface BootstrapOptions {
  readonly confidence?: number;
  /** Indices of values, as many as there are values, once per resample; 2,000 of the same seed unless given. */
  readonly resamples?: Iterable<ArrayLike<number>>;
}

export interface BootstrapMean extends Interval {
  readonly mean: number;
}

/**
 * The mean with its bootstrap interval, bias-corrected and accelerated (BCa, Efron 1987): ties with the mean count half, the acceleration
 * is the jackknife's, limits are linear percentiles of the resampled means. It is in the unit of the values; for a paired comparison these
 * are the differences. Undefined where all values are the same, or there are none, since nothing shows how they vary.
 */
export function bootstrapMean(values: readonly number[], options: BootstrapOptions = {}): BootstrapMean | undefined {
  const rounding = roundingOf(values);
  if (values.every((value) => Math.abs(value - (values[0] ?? 0)) <= rounding)) return undefined;
  const { confidence = 0.95, resamples = seededResamples(values.length) } = options;
  const mean = meanOf(values);
  const means = Array.from(resamples, (places) => meanAt(values, places));
  const bias = normalQuantile(shareBelow(means, mean, rounding));
  const z = normalQuantile((1 + confidence) / 2);
  const acceleration = accelerationOf(values, mean);
  if (bias === undefined || z === undefined || !Number.isFinite(acceleration)) return undefined;
  const limit = (quantile: number) =>
    percentile(means, 100 * normalCdf(bias + (bias + quantile) / (1 - acceleration * (bias + quantile))));
  const [low, high] = [limit(-z), limit(z)];
  return low === undefined || high === undefined ? undefined : { mean, low, high };
}

/**
 * The same resamples for the same seed, so that a report made twice says the same. Marsaglia's xorshift (2003, 32 bits); each list
 * overwrites the one before.
 */
export function* seededResamples(size: number, count = 2000, seed = 20_261_120): Generator<ArrayLike<number>> {
  const places = new Uint32Array(size);
  let state = seed;
  for (let resample = 0; resample < count; resample++) {
    for (let index = 0; index < size; index++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      places[index] = Math.floor(((state >>> 0) / 2 ** 32) * size);
    }
    yield places;
  }
}

function meanAt(values: readonly number[], places: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < places.length; index++) sum += values[places[index] ?? 0] ?? 0;
  return sum / places.length;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The most by which sums of the same values in another order differ; such a difference is none. */
function roundingOf(values: readonly number[]): number {
  return 1e-12 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** The share (0 to 1) of means below the mean; ties count half. */
function shareBelow(means: readonly number[], mean: number, rounding: number): number {
  const below = means.filter((each) => each < mean - rounding).length;
  const notAbove = means.filter((each) => each <= mean + rounding).length;
  return (below + notAbove) / (2 * means.length);
}

/** A sixth of the skewness of the mean, which is the jackknife's acceleration. NaN where squares are too small for a number. */
function accelerationOf(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const cubes = values.reduce((sum, value) => sum + (value - mean) ** 3, 0);
  return cubes / (6 * squares ** 1.5);
}
