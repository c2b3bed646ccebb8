import { counted, formatCount } from '../text/formatCount.ts';
import { isSignificant, type PairedComparison } from './compareOutcomes.ts';
import { points, roundUp } from './roughFigures.ts';

/** The names of the two sides of a comparison. */
export interface ComparisonNames {
  readonly left: string;
  readonly right: string;
}

/**
 * A comparison in one sentence: `A passes 4.2 points more than B in 120 cases (95%: -2.4 to 10.9; p = 0.3): inside the noise, about 320
 * more cases would settle it.` Points are percents of the cases; p is corrected for all looks, and the sentence says so.
 */
export function describeComparison(comparison: PairedComparison, { left, right }: ComparisonNames): string {
  const { cases, difference, onlyLeft } = comparison;
  if (difference === undefined) return `${left} and ${right} have no graded case in common.`;
  const inCases = `in ${counted(cases, 'case')}`;
  if (difference !== 0) {
    const size = `${points(Math.abs(difference))} points ${difference > 0 ? 'more' : 'less'}`;
    const figures = `${intervalOf(comparison)}; ${formatP(comparison)}`;
    return `${left} passes ${size} than ${right} ${inCases} (${figures}): ${judgement(comparison)}.`;
  }
  const apart = onlyLeft === 0 ? '' : `, each alone in ${formatCount(onlyLeft)}`;
  return `No difference seen between ${left} and ${right} ${inCases}${apart} (${intervalOf(comparison)}).`;
}

/** The judgement of a comparison: `inside the noise, about 140 more cases would settle it`, or `more than noise`. */
function judgement(comparison: PairedComparison): string {
  if (isSignificant(comparison)) return 'more than noise';
  const more = comparison.moreCases ?? 0;
  const needed = more === 0 ? 'a few' : `about ${formatCount(roundUp(more))}`;
  return `inside the noise, ${needed} more ${more === 1 ? 'case' : 'cases'} would settle it`;
}

/** The interval in points, such as `95%: -2.4 to 10.9`. */
function intervalOf({ low = 0, high = 0 }: PairedComparison): string {
  return `95%: ${points(low)} to ${points(high)}`;
}

/** The p as text, such as `p = 0.09, corrected for 3 comparisons`. */
function formatP({ adjusted, looks }: PairedComparison): string {
  const p = adjusted < 0.001 ? 'p < 0.001' : `p = ${Number(adjusted.toPrecision(2))}`;
  return looks > 1 ? `${p}, corrected for ${looks} comparisons` : p;
}
