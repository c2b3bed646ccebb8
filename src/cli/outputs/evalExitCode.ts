import type { EvalReport } from '../../core/results/evalReport.ts';
import type { Outcome } from '../../core/results/outcome.ts';
import type { RunState } from '../../core/run/state.ts';
import { exitCodes } from '../terminal/exitCodes.ts';

export interface EvalEnd {
  readonly status: RunState['status'];
  readonly rows: readonly Pick<EvalReport['rows'][number], 'outcome'>[];
  /** Share of results that has to pass, from 0 to 1; all of them when absent. */
  readonly threshold?: number;
  /** Whether the figures come to what the suite requires, which decides in place of every row passing; absent where nothing is required. */
  readonly isRequiredMet?: boolean;
  readonly interrupted?: boolean;
  /** True when something that was asked for was left out, and nobody allowed that. */
  readonly isIncomplete?: boolean;
}

const leftByProviders: ReadonlySet<Outcome> = new Set(['error', 'skipped', 'cancelled']);

/**
 * The exit code for the gravest thing that happened: an interruption, parts that were left out, a budget that was used up, answers that
 * never came, or a rate that is too low.
 */
export function evalExitCode(end: EvalEnd): number {
  const { status, rows, isRequiredMet, interrupted = false, isIncomplete = false } = end;
  const { threshold = isRequiredMet === undefined ? 1 : 0 } = end;
  if (interrupted) return exitCodes.interrupted;
  if (isIncomplete) return exitCodes.badUsage;
  if (status === 'budget') return exitCodes.budget;
  if (rows.some(({ outcome }) => leftByProviders.has(outcome))) return exitCodes.providerErrors;
  return passRate(rows) < threshold || isRequiredMet === false ? exitCodes.modelFailed : exitCodes.done;
}

/**
 * Share of checked results that passed, from 0 to 1. Answers that were refused, cut off or not graded did not pass. The share is 1 where
 * nothing was checked.
 */
export function passRate(rows: EvalEnd['rows']): number {
  const checked = rows.filter(({ outcome }) => outcome !== 'unchecked');
  return checked.length === 0 ? 1 : checked.filter(({ outcome }) => outcome === 'pass').length / checked.length;
}
