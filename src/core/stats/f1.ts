import { normalQuantile } from './normal.ts';
import { sum } from './sum.ts';
import { type Interval, wilson } from './wilson.ts';

/** F1 of these counts; undefined where nothing was expected and nothing was answered. */
export function f1Of(right: number, wronglyAnswered: number, missed: number): number | undefined {
  const all = 2 * right + wronglyAnswered + missed;
  return all === 0 ? undefined : (2 * right) / all;
}

/** The 95% interval of an F1: by Wilson's of the share that is right of all answered or expected, since F1 = 2x/(1+x) of that share. */
export function f1Interval(right: number, wronglyAnswered: number, missed: number): Interval | undefined {
  const share = wilson(right, right + wronglyAnswered + missed);
  return share && { low: f1OfShare(share.low), high: f1OfShare(share.high) };
}

function f1OfShare(share: number): number {
  return (2 * share) / (1 + share);
}

/** The mean F1 over all classes of a square matrix (`counts[i][j]`: class i answered j), with its error by the delta method. */
export interface MacroF1 {
  readonly f1: number;
  /** One standard error (Takahashi and others 2022). */
  readonly error: number;
}

/** Classes without cases and without answers count 0. Undefined without any case. */
export function macroF1(counts: readonly (readonly number[])[]): MacroF1 | undefined {
  const n = sum(counts.map(sum));
  if (n === 0) return undefined;
  const classes = counts.map((row, index) => {
    const right = row[index] ?? 0;
    const ends = sum(row) + sum(counts.map((other) => other[index] ?? 0));
    return { f1: ends === 0 ? 0 : (2 * right) / ends, ends: ends / n };
  });
  const slope = (i: number, j: number) => {
    const [row, column] = [classes[i], classes[j]];
    if (!row || !column) return 0;
    const own = i === j && row.ends > 0 ? 2 / row.ends : 0;
    const fall = (end: typeof row) => (end.ends > 0 ? end.f1 / end.ends : 0);
    return (own - fall(row) - fall(column)) / classes.length;
  };
  const cells = counts.flatMap((row, i) => row.map((count, j) => ({ share: count / n, slope: slope(i, j) })));
  const mean = sum(cells.map(({ share, slope: each }) => share * each));
  const spread = sum(cells.map(({ share, slope: each }) => share * each * each)) - mean * mean;
  return { f1: sum(classes.map(({ f1 }) => f1)) / classes.length, error: Math.sqrt(Math.max(0, spread) / n) };
}

/** The 95% interval of a figure by its standard error, within 0 and 1. */
export function normalInterval(figure: number, error: number): Interval {
  const reach = (normalQuantile(0.975) ?? 0) * error;
  return { low: Math.max(0, figure - reach), high: Math.min(1, figure + reach) };
}
