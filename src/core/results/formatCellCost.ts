import { cachedMoney, formatCost } from '../pricing/format.ts';
import type { CellState } from '../run/state.ts';

/** What one answer cost: as `formatCost`, and `$0 (cached)` for one that was there before. */
export function formatCellCost({ cached, cost }: Pick<CellState, 'cached' | 'cost'>): string {
  return cached ? cachedMoney : formatCost(cost);
}
