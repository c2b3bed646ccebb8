import { cachedMoney, formatCost } from '../pricing/format.ts';
import type { CellState } from '../run/cellState.ts';

/** The cost of one answer as `formatCost` has it, or `$0 (cached)` for one that was there before. */
export function formatCellCost({ cached, cost }: Pick<CellState, 'cached' | 'cost'>): string {
  return cached ? cachedMoney : formatCost(cost);
}
