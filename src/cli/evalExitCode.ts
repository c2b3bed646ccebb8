import type { EvalReport } from '../core/run/evalReport.ts';
import type { Outcome } from '../core/run/outcome.ts';
import type { RunState } from '../core/run/state.ts';
import { exitCodes } from './exitCodes.ts';

export interface EvalEnd {
  readonly status: RunState['status'];
  readonly rows: readonly Pick<EvalReport['rows'][number], 'outcome'>[];
  /** Share of rows that has to pass; all of them when absent. */
  readonly threshold?: number;
  readonly interrupted?: boolean;
}

const leftByProviders: ReadonlySet<Outcome> = new Set(['error', 'skipped', 'cancelled']);

/** The gravest of what can be said: an end before the end, answers that never came, then a rate that is too low. */
export function evalExitCode({ status, rows, threshold = 1, interrupted = false }: EvalEnd): number {
  if (interrupted) return exitCodes.interrupted;
  if (status === 'budget') return exitCodes.budget;
  if (rows.some(({ outcome }) => leftByProviders.has(outcome))) return exitCodes.providerErrors;
  return passRate(rows) < threshold ? exitCodes.modelFailed : exitCodes.done;
}

/** Share of rows that passed; what was refused, cut off or not graded did not. 1 without rows. */
export function passRate(rows: EvalEnd['rows']): number {
  return rows.length === 0 ? 1 : rows.filter(({ outcome }) => outcome === 'pass').length / rows.length;
}
