import { Budget } from '../../core/pricing/budget.ts';
import { callsOfCells } from '../../core/results/callsOfCells.ts';
import { costOfCells } from '../../core/results/summary.ts';
import type { CellState } from '../../core/run/cellState.ts';

/** The limits of a run. */
interface RunLimits {
  /** USD. */
  readonly maxCost?: number;
  readonly maxCalls?: number;
}

/** The budget of a run with limits, with what its cells have taken so far. */
export function budgetFor({ maxCost, maxCalls }: RunLimits, cells: readonly CellState[]): Budget | undefined {
  if (maxCost === undefined && maxCalls === undefined) return undefined;
  const calls = maxCalls === undefined ? undefined : { most: maxCalls, made: callsOfCells(cells) };
  return new Budget(maxCost ?? Number.POSITIVE_INFINITY, costOfCells(cells).amount, calls);
}
