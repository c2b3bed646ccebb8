import { formatMoney } from '../pricing/format.ts';
import type { CellState, RunState } from './state.ts';

/** What runs cost so far in USD. `unknown` counts answers whose cost nobody can say: the sum is then a lower bound. */
export interface RunCost {
  readonly amount: number;
  /** What simulated models would have cost; nobody is charged for it. */
  readonly simulated: number;
  readonly unknown: number;
  readonly atLeast: boolean;
  /** True when every figure in the sum was reported by the vendor. */
  readonly reported: boolean;
}

export function costOfRun(state: RunState): RunCost {
  const ended = Object.values(state.cells).filter((cell) => cell.status === 'done' || cell.status === 'failed');
  const costs = ended.flatMap((cell) => (cell.cost ? [cell.cost] : []));
  const charged = costs.filter((cost) => cost.basis !== 'simulated');
  // A failed call without usage was most likely not charged; a finished one without a price was charged something.
  const unknown = ended.filter((cell) => cell.status === 'done' && !cell.cost).length;
  return {
    amount: sumOf(charged),
    simulated: sumOf(costs) - sumOf(charged),
    unknown,
    atLeast: unknown > 0 || charged.some((cost) => cost.atLeast),
    reported: charged.length > 0 && charged.every((cost) => cost.basis === 'reported'),
  };
}

function sumOf(costs: readonly { readonly amount: number }[]): number {
  return costs.reduce((sum, cost) => sum + cost.amount, 0);
}

/** The costs of several runs as one. */
export function addCosts(costs: readonly RunCost[]): RunCost {
  const charged = costs.filter((cost) => cost.amount > 0);
  return {
    amount: sumOf(costs),
    simulated: costs.reduce((sum, cost) => sum + cost.simulated, 0),
    unknown: costs.reduce((sum, cost) => sum + cost.unknown, 0),
    atLeast: costs.some((cost) => cost.atLeast),
    reported: charged.length > 0 && charged.every((cost) => cost.reported),
  };
}

/** `$0.0031`, `~$0.0031` estimated, `at least ~$0.0031` with a part unknown, `cost unknown`, or `~$0.0031 simulated` when no money was spent. */
export function formatRunCost(cost: RunCost): string {
  if (cost.amount === 0 && cost.unknown > 0) return 'cost unknown';
  if (cost.amount === 0 && cost.simulated > 0) return `~${formatMoney(cost.simulated)} simulated`;
  const money = `${cost.reported || cost.amount === 0 ? '' : '~'}${formatMoney(cost.amount)}`;
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
