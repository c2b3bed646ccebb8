import type { CellState } from '../run/cellState.ts';
import { isFlaky } from '../stats/flaky.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A cell of a case; `isLive` is true while its run is going on, so that a cell without an end is under way and not left over. */
export interface Repeat {
  readonly cell: CellState;
  readonly isLive: boolean;
}

/** The result of all repeats of a case on one target. */
export interface RepeatsSummary {
  /** The worst of the repeats; `running` while one is under way. */
  readonly outcome: Outcome | 'running';
  readonly passed: number;
  readonly repeats: number;
  /** True when it passed in some repeats and failed in others. */
  readonly isFlaky: boolean;
}

/** The outcomes in the order in which a person has to know of them. */
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

/** Joins the repeats of a case on one target; without any the outcome is `skipped`. */
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

/** True for a cell under way, such as an answer that waits for its verdict, or to be compared with the others of its row. */
function isUnderWay(cell: CellState): boolean {
  const { status, verdict } = cell;
  return underWay.has(status) || (status === 'done' && (!verdict || verdict.awaitsComparison === true));
}
