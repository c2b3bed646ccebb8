import type { CellState } from '../run/state.ts';
import { isFlaky } from '../stats/flaky.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A cell of a case; `isLive` when its run is still going, so that what has no end is under way and not left over. */
export interface Repeat {
  readonly cell: CellState;
  readonly isLive: boolean;
}

/** What the repeats of a case on one target come to together. */
export interface RepeatsSummary {
  /** The worst of the repeats; `running` while one is under way. */
  readonly outcome: Outcome | 'running';
  readonly passed: number;
  readonly repeats: number;
  /** Passed in some repeats and failed in others. */
  readonly isFlaky: boolean;
}

/** From the one a person has to know first. */
const byWeight: readonly Outcome[] = [
  'error',
  'fail',
  'refused',
  'truncated',
  'ungraded',
  'cancelled',
  'skipped',
  'unchecked',
  'pass',
];
const underWay: ReadonlySet<CellState['status']> = new Set(['queued', 'waiting', 'streaming', 'retrying']);

export function summarizeRepeats(repeats: readonly Repeat[]): RepeatsSummary {
  const outcomes = repeats.map(({ cell }) => outcomeOf(cell));
  const isRunning = repeats.some(({ cell, isLive }) => isLive && isUnderWay(cell));
  return {
    outcome: isRunning ? 'running' : (byWeight.find((outcome) => outcomes.includes(outcome)) ?? 'skipped'),
    passed: outcomes.filter((outcome) => outcome === 'pass').length,
    repeats: repeats.length,
    isFlaky: isFlaky(outcomes.map((outcome) => (outcome === 'pass' ? true : outcome === 'fail' ? false : undefined))),
  };
}

/** An answer that waits for its verdict, or to be compared with the others of its row, is still under way. */
function isUnderWay(cell: CellState): boolean {
  const { status, verdict } = cell;
  return underWay.has(status) || (status === 'done' && (!verdict || verdict.awaitsComparison === true));
}
