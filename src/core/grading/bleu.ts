import { countNgrams, sharedCount } from './ngrams.ts';

/** The precision of an order without any match, since zero has no logarithm. */
const floor = 1e-7;

export interface BleuSettings {
  /** The weights of the orders of 1 to 4 tokens; 0.25 each when absent. */
  readonly weights?: readonly number[];
  /** True to count matches against the single reference that has the most of them, as promptfoo does, and not against all together. */
  readonly isByBestReference?: boolean;
}

/**
 * BLEU (0 to 1) with clipped precision and the length of the closest reference, over the orders for which the candidate is long enough;
 * their weights are scaled up to a sum of one. An order without a match counts as 1e-7; a candidate without tokens gives 0.
 */
export function bleu(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  { weights = [0.25, 0.25, 0.25, 0.25], isByBestReference = false }: BleuSettings = {},
): number {
  if (candidate.length === 0 || references.every((reference) => reference.length === 0)) return 0;
  const orders = weights.slice(0, candidate.length);
  const weightSum = orders.reduce((sum, weight) => sum + weight, 0);
  const logPrecision = orders.reduce((sum, weight, index) => {
    const shared = isByBestReference ? bestShare : clippedShare;
    const precision = shared(candidate, references, index + 1) / (candidate.length - index);
    return sum + (weight / weightSum) * Math.log(precision || floor);
  }, 0);
  return brevityPenalty(candidate.length, references) * Math.exp(logPrecision);
}

type Share = (candidate: readonly string[], references: readonly (readonly string[])[], size: number) => number;

const bestShare: Share = (candidate, references, size) =>
  Math.max(...references.map((reference) => sharedCount(countNgrams(candidate, size), countNgrams(reference, size))));

const clippedShare: Share = (candidate, references, size) => {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [key, count] of countNgrams(reference, size)) most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return sharedCount(countNgrams(candidate, size), most);
};

function brevityPenalty(length: number, references: readonly (readonly string[])[]): number {
  const closest = references
    .map((reference) => reference.length)
    .reduce((best, next) => {
      const difference = Math.abs(next - length) - Math.abs(best - length);
      return difference < 0 || (difference === 0 && next < best) ? next : best;
    });
  return length >= closest ? 1 : Math.exp(1 - closest / length);
}
