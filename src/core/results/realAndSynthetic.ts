import { isSynthetic } from '../dataset/caseSource.ts';
import type { EvalCase } from '../dataset/suite.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatPercent } from '../text/formatPercent.ts';
import type { Outcome } from './outcome.ts';

/** What came of the rows of one kind. Errors, refusals and ungraded answers are no part of `graded`. */
export interface OriginCounts {
  readonly rows: number;
  readonly passed: number;
  readonly graded: number;
}

/** Rows that somebody asked or wrote, and rows that were made up for what these lack: a rate over both says nothing of either. */
export interface RealAndSynthetic {
  readonly real: OriginCounts;
  readonly synthetic: OriginCounts;
}

interface CountedRow {
  readonly testCase: EvalCase;
  readonly outcome: Outcome;
}

/** Counts both kinds apart; undefined where no row is made up. */
export function realAndSynthetic(rows: readonly CountedRow[]): RealAndSynthetic | undefined {
  const synthetic = rows.filter(({ testCase }) => isSynthetic(testCase));
  if (synthetic.length === 0) return undefined;
  return { real: countsOf(rows.filter(({ testCase }) => !isSynthetic(testCase))), synthetic: countsOf(synthetic) };
}

function countsOf(rows: readonly CountedRow[]): OriginCounts {
  const passed = rows.filter(({ outcome }) => outcome === 'pass').length;
  const failed = rows.filter(({ outcome }) => outcome === 'fail').length;
  return { rows: rows.length, passed, graded: passed + failed };
}

/** Both parts as text: `real 41 of 50 (82.0%), synthetic 30 of 30 (100.0%)`, or `no real rows, synthetic 30 of 30 (100.0%)`. */
export function formatOrigins({ real, synthetic }: RealAndSynthetic): string {
  return `${partText('real', real)}, ${partText('synthetic', synthetic)}`;
}

function partText(name: string, { rows, passed, graded }: OriginCounts): string {
  if (rows === 0) return `no ${name} rows`;
  if (graded === 0) return `${name} none of ${formatCount(rows)} graded`;
  return `${name} ${formatCount(passed)} of ${formatCount(graded)} (${formatPercent(passed / graded)})`;
}

/**
 * The two rates where there is no room for the counts: `real 82.0%, synthetic 100.0%`; `-` where nothing was graded. Where every row is
 * made up, the rate beside it is theirs already.
 */
export function shortOrigins({ real, synthetic }: RealAndSynthetic): string {
  const rate = ({ passed, graded }: OriginCounts) => (graded === 0 ? '-' : formatPercent(passed / graded));
  if (real.rows === 0) return 'no real rows';
  return `real ${rate(real)}, synthetic ${rate(synthetic)}`;
}
