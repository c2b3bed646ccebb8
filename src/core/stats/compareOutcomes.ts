import { holm } from './holm.ts';
import { mcnemar } from './mcnemar.ts';
import { type PairedCounts, type PairedDifference, pairedDifference } from './pairedDifference.ts';
import { moreCases } from './sampleSize.ts';

/** The largest p at which a difference is more than noise. */
export const noiseLevel = 0.05;

/** One case under two conditions: true where it passed. */
export interface OutcomePair {
  readonly left: boolean;
  readonly right: boolean;
}

/** Two models, or two versions of a prompt, on the same cases. */
export interface PairedComparison extends PairedCounts {
  readonly cases: number;
  /** Left minus right, as a share of the cases; undefined without cases, as its bounds are. */
  readonly difference: number | undefined;
  /**
   * The bounds of the interval of the difference (Newcombe, method 10): 95%, corrected for all looks just as the verdict is, and never at
   * odds with it. It leaves zero out where the difference is more than noise, and holds zero where it is not.
   */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** The p of McNemar's exact test, two-sided. */
  readonly p: number;
  /** `p` corrected by Holm for all comparisons that were looked at together. */
  readonly adjusted: number;
  /** The number of comparisons that were looked at together. */
  readonly looks: number;
  /**
   * The number of further cases that would settle the difference seen (Connor, power 80 %); undefined where none is seen or it is settled.
   */
  readonly moreCases: number | undefined;
}

/** Compares outcomes by themselves; several comparisons belong through `adjustComparisons`. */
export function compareOutcomes(pairs: readonly OutcomePair[]): PairedComparison {
  const count = (left: boolean, right: boolean) =>
    pairs.filter((pair) => pair.left === left && pair.right === right).length;
  const counts = {
    both: count(true, true),
    onlyLeft: count(true, false),
    onlyRight: count(false, true),
    neither: count(false, false),
  };
  const p = mcnemar(counts.onlyLeft, counts.onlyRight);
  const unknown = { difference: undefined, low: undefined, high: undefined, moreCases: undefined };
  return lookedAt({ ...counts, ...unknown, cases: pairs.length, p, adjusted: p, looks: 1 });
}

/**
 * The same comparisons, in the same order, as looked at together: p is corrected by Holm, and the cases that would settle a difference are
 * worked out at alpha divided by the number of looks. A comparison without cases is no look.
 */
export function adjustComparisons<Comparison extends PairedComparison>(
  comparisons: readonly Comparison[],
): readonly Comparison[] {
  const looked = comparisons.filter(({ cases }) => cases > 0);
  const adjusted = new Map(holm(looked.map(({ p }) => p)).map((p, index) => [looked[index], p]));
  return comparisons.map((comparison) => {
    const p = adjusted.get(comparison);
    return p === undefined ? comparison : lookedAt({ ...comparison, adjusted: p, looks: looked.length });
  });
}

/** True when the difference is more than noise, after correction for all looks. */
export function isSignificant({ adjusted }: Pick<PairedComparison, 'adjusted'>): boolean {
  return adjusted <= noiseLevel;
}

function lookedAt<Comparison extends PairedComparison>(comparison: Comparison): Comparison {
  const more = isSignificant(comparison) ? undefined : moreCases(comparison, noiseLevel / comparison.looks);
  return { ...comparison, ...correctedInterval(comparison), moreCases: more };
}

/**
 * The interval at the level of the verdict: Holm's own for a difference, alpha divided by all looks for noise. The test is exact and the
 * interval an approximation, so that near the border a bound may fall on the wrong side of zero: it is then put at zero.
 */
function correctedInterval(comparison: PairedComparison): Partial<PairedDifference> {
  const { p, adjusted, looks } = comparison;
  const isDifference = isSignificant(comparison);
  const found = pairedDifference(comparison, 1 - noiseLevel / (isDifference ? adjusted / p : looks));
  if (!found) return {};
  const { difference, low, high } = found;
  if (!isDifference) return { difference, low: Math.min(low, 0), high: Math.max(high, 0) };
  return difference > 0 ? { difference, low: Math.max(low, 0), high } : { difference, low, high: Math.min(high, 0) };
}
