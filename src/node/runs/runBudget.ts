import { Budget } from '../../core/pricing/budget.ts';
import { costOfCells } from '../../core/results/summary.ts';
import type { CellState } from '../../core/run/state.ts';

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

/** The calls that these cells took, retries, earlier rounds, judges and played users included; answers from the cache took none. */
export function callsOfCells(cells: readonly CellState[]): number {
  return cells.reduce((sum, cell) => sum + callsOfCell(cell), 0);
}

/** The calls of one cell, with everything that belongs to it. */
export function callsOfCell({ attempt, rounds = [], judging, playing, cached }: CellState): number {
  const others = [judging, playing].reduce((sum, each) => sum + (each ? each.calls - each.cached : 0), 0);
  return (cached ? 0 : attempt) + rounds.reduce((sum, { attempts }) => sum + attempts, 0) + others;
}
