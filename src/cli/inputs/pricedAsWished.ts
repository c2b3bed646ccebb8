import { atTodaysPrices } from '../../core/results/todaysPrices.ts';
import type { RunState } from '../../core/run/state.ts';
import { createContext } from './configuration.ts';

/** A stored run at the prices that it was made with or, where that is wished, at those of today. */
export function pricedAsWished(
  state: RunState,
  { todaysPrices = false, catalog }: { readonly todaysPrices?: boolean; readonly catalog?: string },
): RunState {
  return todaysPrices ? atTodaysPrices(state, createContext(catalog === undefined ? {} : { catalog }).catalog) : state;
}
