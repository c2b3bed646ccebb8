import { formatMoney } from '../pricing/format.ts';
import type { CellState, RunState } from './state.ts';

/** What a run cost so far in USD. `unknown` counts answers whose cost nobody can say: the sum is then a lower bound. */
export interface RunCost {
  readonly amount: number;
  readonly unknown: number;
  readonly atLeast: boolean;
  /** True when every figure in the sum was reported by the vendor. */
  readonly reported: boolean;
}

export function costOfRun(state: RunState): RunCost {
  const ended = Object.values(state.cells).filter((cell) => cell.status === 'done' || cell.status === 'failed');
  const known = ended.flatMap((cell) => (cell.cost ? [cell.cost] : []));
  // A failed call without usage was most likely not charged; a finished one without a price was charged something.
  const unknown = ended.filter((cell) => cell.status === 'done' && !cell.cost).length;
  return {
    amount: known.reduce((sum, cost) => sum + cost.amount, 0),
    unknown,
    atLeast: unknown > 0 || known.some((cost) => cost.atLeast),
    reported: known.length > 0 && known.every((cost) => cost.basis === 'reported'),
  };
}

/** `$0.0031`, `~$0.0031` when estimated, `at least ~$0.0031` when a part is unknown, `cost unknown` when all is. */
export function formatRunCost(cost: RunCost): string {
  if (cost.amount === 0 && cost.unknown > 0) return 'cost unknown';
  const money = `${cost.reported ? '' : '~'}${formatMoney(cost.amount)}`;
  return cost.atLeast ? `at least ${money}` : money;
}

/** One line for lists: `5 models · ~$0.004 · 2 failed`. */
export function summarizeRun(state: RunState): string {
  const cells = Object.values(state.cells);
  const parts = [
    `${state.targets.length} ${state.targets.length === 1 ? 'model' : 'models'}`,
    formatRunCost(costOfRun(state)),
    ...countOf(cells, 'failed'),
    ...countOf(cells, 'cancelled'),
  ];
  return parts.join(' · ');
}

function countOf(cells: readonly CellState[], status: CellState['status']): string[] {
  const count = cells.filter((cell) => cell.status === status).length;
  return count === 0 ? [] : [`${count} ${status === 'cancelled' ? 'stopped' : status}`];
}
