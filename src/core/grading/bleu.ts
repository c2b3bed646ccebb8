import { countNgrams, sharedCount } from './ngrams.ts';

/** What an order without any match counts as; a logarithm of zero is none. */
const floor = 1e-7;

/**
 * BLEU with clipped precision and the closest reference's length, over the orders that the candidate is long enough for
 * (their weights are scaled up to one); an order without a match counts as 1e-7. No tokens at all: 0.
 */
export function bleu(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  weights: readonly number[] = [0.25, 0.25, 0.25, 0.25],
): number {
  if (candidate.length === 0 || references.every((reference) => reference.length === 0)) return 0;
  const orders = weights.slice(0, candidate.length);
  const weightSum = orders.reduce((sum, weight) => sum + weight, 0);
  const logPrecision = orders.reduce((sum, weight, index) => {
    return sum + (weight / weightSum) * Math.log(clippedPrecision(candidate, references, index + 1) || floor);
  }, 0);
  return brevityPenalty(candidate.length, references) * Math.exp(logPrecision);
}

function clippedPrecision(
  candidate: readonly string[],
  references: readonly (readonly string[])[],
  size: number,
): number {
  const most = new Map<string, number>();
  for (const reference of references) {
    for (const [key, count] of countNgrams(reference, size)) most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return sharedCount(countNgrams(candidate, size), most) / (candidate.length - size + 1);
}

function brevityPenalty(length: number, references: readonly (readonly string[])[]): number {
  const closest = references
    .map((reference) => reference.length)
    .reduce((best, next) => {
      const difference = Math.abs(next - length) - Math.abs(best - length);
      return difference < 0 || (difference === 0 && next < best) ? next : best;
    });
  return length >= closest ? 1 : Math.exp(1 - closest / length);
}
