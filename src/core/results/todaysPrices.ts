import { defined } from '../jsonRead.ts';
import { atBatchPrice } from '../pricing/batchPrice.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { type Cost, costOf } from '../pricing/cost.ts';
import { entryOf } from '../pricing/entryOf.ts';
import type { CellState } from '../run/cellState.ts';
import type { RouteAttempt, Routed } from '../run/routed.ts';
import type { RunState } from '../run/state.ts';

/**
 * A run as if it had been made at the prices of the catalog. Costs that a vendor reported itself, those of judges and those of models that
 * the catalog does not know stay as they were; so do answers without known tokens. The stored run keeps its own prices.
 */
export function atTodaysPrices(state: RunState, catalog: Catalog): RunState {
  const models = new Map(state.targets.map(({ id, model }) => [id, model]));
  const cells = Object.entries(state.cells).map(
    ([id, cell]) => [id, repriced(cell, models.get(cell.target) ?? '', catalog)] as const,
  );
  return { ...state, cells: Object.fromEntries(cells) };
}

/** One cell of a run at those prices; `model` is the model that its target asks. */
export function repriced(cell: CellState, model: string, catalog: Catalog): CellState {
  if (cell.routed) return repricedRoute(cell, cell.routed, catalog);
  const cost = costNow(cell, model, catalog);
  return cost ? { ...cell, cost } : cell;
}

interface Priced {
  readonly usage?: CellState['usage'] | null;
  readonly cost?: Cost | null;
  readonly batch?: true;
}

function costNow({ usage, cost, batch }: Priced, model: string, catalog: Catalog): Cost | undefined {
  const entry = entryOf(catalog, model);
  if (!usage || !entry || cost?.basis === 'reported') return undefined;
  const { reportedCost: _reported, ...tokens } = usage;
  return costOf(tokens, batch ? atBatchPrice(entry) : entry);
}

/** The cell with its sum moved by the difference of its attempts; the rest of the sum, such as judges, stays. */
function repricedRoute(cell: CellState, routed: Routed, catalog: Catalog): CellState {
  let moved = 0;
  const attempts = routed.attempts.map((attempt): RouteAttempt => {
    const cost = costNow(attempt, attempt.model, catalog);
    if (!cost) return attempt;
    if (!attempt.cached) moved += cost.amount - (attempt.cost?.amount ?? 0);
    return { ...attempt, cost };
  });
  const cost = cell.cost && { ...cell.cost, amount: Math.max(0, cell.cost.amount + moved) };
  return { ...cell, routed: { ...routed, attempts }, ...defined({ cost }) };
}
