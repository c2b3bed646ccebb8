import { cachedMoney, formatApproximate, formatMoney } from '../pricing/format.ts';
import type { CellState } from '../run/cellState.ts';
import type { RunState } from '../run/state.ts';
import { counted } from '../text/formatCount.ts';

/** The cost of runs so far in USD. `unknown` counts answers whose cost is not known: the sum is then a lower bound. */
export interface RunCost {
  readonly amount: number;
  /** The judges' part of `amount`. */
  readonly judges: number;
  /** The number of calls whose cost is known and was charged. */
  readonly known: number;
  /** The number of answers from the cache, which cost nothing new. */
  readonly cached: number;
  /** USD that simulated models would have cost; nobody is charged for it. */
  readonly simulated: number;
  readonly unknown: number;
  readonly atLeast: boolean;
  /** True when every figure in the sum was reported by the vendor. */
  readonly reported: boolean;
}

export function costOfRun(state: RunState): RunCost {
  return costOfCells(Object.values(state.cells));
}

/** The cost of cells and their judges. Answers from the cache cost nothing new and are no part of it. */
export function costOfCells(cells: readonly CellState[]): RunCost {
  const ended = cells.filter((cell) => isCharged(cell) && !cell.cached);
  const judgings = cells.flatMap(({ judging, playing }) => [judging, playing].filter((asked) => asked !== undefined));
  const judgeCosts = judgings.flatMap(({ cost }) => (cost ? [cost] : []));
  const costs = [...ended.flatMap((cell) => (cell.cost ? [cell.cost] : [])), ...judgeCosts];
  const charged = costs.filter((cost) => cost.basis !== 'simulated');
  // A call that failed before its first word was not charged; one that was cut off, or has no price, was charged something.
  const unpriced = ended.filter(
    (cell) => !cell.cost && (cell.status === 'done' || cell.text !== '' || cell.rounds),
  ).length;
  const unknown = judgings.reduce((sum, { unknownCost }) => sum + unknownCost, unpriced);
  return {
    amount: sumOf(charged),
    judges: sumOf(judgeCosts.filter((cost) => cost.basis !== 'simulated')),
    known: charged.length,
    cached: cells.filter((cell) => cell.cached).length,
    simulated: sumOf(costs) - sumOf(charged),
    unknown,
    atLeast: unknown > 0 || charged.some((cost) => cost.atLeast),
    reported: charged.length > 0 && charged.every((cost) => cost.basis === 'reported'),
  };
}

/** True for a cell that has ended, and for one whose model has called tools: its first rounds are paid for. */
function isCharged({ status, rounds }: CellState): boolean {
  return status === 'done' || status === 'failed' || rounds !== undefined;
}

function sumOf(costs: readonly { readonly amount: number }[]): number {
  return costs.reduce((sum, cost) => sum + cost.amount, 0);
}

/** The sum of the costs of several runs. */
export function addCosts(costs: readonly RunCost[]): RunCost {
  const charged = costs.filter((cost) => cost.known > 0);
  return {
    amount: sumOf(costs),
    judges: costs.reduce((sum, cost) => sum + cost.judges, 0),
    known: costs.reduce((sum, cost) => sum + cost.known, 0),
    cached: costs.reduce((sum, cost) => sum + cost.cached, 0),
    simulated: costs.reduce((sum, cost) => sum + cost.simulated, 0),
    unknown: costs.reduce((sum, cost) => sum + cost.unknown, 0),
    atLeast: costs.some((cost) => cost.atLeast),
    reported: charged.length > 0 && charged.every((cost) => cost.reported),
  };
}

/**
 * The cost as text: `$0.0031`, `~$0.0031` estimated, `at least ~$0.0031` with a part unknown, `cost unknown`, `~$0.0031 simulated` when no
 * money was spent, `$0 (cached)` when every answer was there before, or `$0` when nothing was charged.
 */
export function formatRunCost(cost: RunCost): string {
  if (cost.known === 0 && cost.unknown > 0) return 'cost unknown';
  if (cost.known === 0 && cost.simulated > 0) return `${formatApproximate(cost.simulated)} simulated`;
  if (cost.known === 0) return cost.cached > 0 ? cachedMoney : formatMoney(0);
  const money = cost.reported ? formatMoney(cost.amount) : formatApproximate(cost.amount);
  return cost.atLeast ? `at least ${money}` : money;
}

/** One line for lists, such as `5 models · ~$0.004 · 2 failed`. */
export function summarizeRun(state: RunState): string {
  const cells = Object.values(state.cells);
  const parts = [
    counted(state.targets.length, 'model'),
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
