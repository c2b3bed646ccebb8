import type { EvalReport } from '../../core/results/evalReport.ts';
import type { Outcome } from '../../core/results/outcome.ts';
import type { RunState } from '../../core/run/state.ts';
import { exitCodes } from '../terminal/exitCodes.ts';

export interface EvalEnd {
  readonly status: RunState['status'];
  readonly rows: readonly Pick<EvalReport['rows'][number], 'outcome'>[];
  /** Share of rows that has to pass; all of them when absent. */
  readonly threshold?: number;
  readonly interrupted?: boolean;
  /** Something that was asked for was left out, and nobody said that this may be. */
  readonly isIncomplete?: boolean;
}

const leftByProviders: ReadonlySet<Outcome> = new Set(['error', 'skipped', 'cancelled']);

/**
 * The gravest of what can be said: an end before the end, parts that were left out, answers that never came, then a rate that is too low.
 */
export function evalExitCode(end: EvalEnd): number {
  const { status, rows, threshold = 1, interrupted = false, isIncomplete = false } = end;
  if (interrupted) return exitCodes.interrupted;
  if (isIncomplete) return exitCodes.badUsage;
  if (status === 'budget') return exitCodes.budget;
  if (rows.some(({ outcome }) => leftByProviders.has(outcome))) return exitCodes.providerErrors;
  return passRate(rows) < threshold ? exitCodes.modelFailed : exitCodes.done;
}

/** Share of checked rows that passed; what was refused, cut off or not graded did not. 1 where nothing was checked. */
export function passRate(rows: EvalEnd['rows']): number {
  const checked = rows.filter(({ outcome }) => outcome !== 'unchecked');
  return checked.length === 0 ? 1 : checked.filter(({ outcome }) => outcome === 'pass').length / checked.length;
}
