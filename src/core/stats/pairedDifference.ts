import { type Interval, wilson } from './wilson.ts';

/** The same cases under two conditions, counted by what passed. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly neither: number;
}

export interface PairedDifference extends Interval {
  /** Left minus right, as a share of the cases: (onlyLeft - onlyRight) / n. */
  readonly difference: number;
}

/**
 * The difference of two pass rates on the same cases with Newcombe's interval (1998, method 10): Wilson's limits of both rates,
 * squared and added, with a continuity-corrected correlation. Shares, not percents. Undefined without cases.
 */
export function pairedDifference(counts: PairedCounts, confidence = 0.95): PairedDifference | undefined {
  const { both, onlyLeft, onlyRight, neither } = counts;
  const cases = both + onlyLeft + onlyRight + neither;
  const left = reach(both + onlyLeft, cases, confidence);
  const right = reach(both + onlyRight, cases, confidence);
  if (!left || !right) return undefined;
  const difference = (onlyLeft - onlyRight) / cases;
  const correlation = correctedCorrelation(counts, cases);
  return {
    difference,
    low: difference - combined(left.below, right.above, correlation),
    high: difference + combined(left.above, right.below, correlation),
  };
}

/** The lengths of Wilson's interval below and above the rate. */
function reach(passed: number, cases: number, confidence: number) {
  const interval = wilson(passed, cases, confidence);
  const rate = passed / cases;
  return interval && { below: rate - interval.low, above: interval.high - rate };
}

/** The length of the sum of two correlated errors that point away from each other. */
function combined(one: number, other: number, correlation: number): number {
  return Math.sqrt(Math.max(0, one * one - 2 * correlation * one * other + other * other));
}

/** Phi of the 2 x 2 table; a positive one is corrected by n/2 and at least 0. 0 where a rate is 0 or 1. */
function correctedCorrelation({ both, onlyLeft, onlyRight, neither }: PairedCounts, cases: number): number {
  const rows = (both + onlyLeft) * (onlyRight + neither);
  const columns = (both + onlyRight) * (onlyLeft + neither);
  if (rows === 0 || columns === 0) return 0;
  const product = both * neither - onlyLeft * onlyRight;
  return (product > 0 ? Math.max(0, product - cases / 2) : product) / (Math.sqrt(rows) * Math.sqrt(columns));
}
