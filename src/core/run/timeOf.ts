import { defined } from '../jsonRead.ts';
import type { TimeAtOnce } from '../providers/lanes/unslowed.ts';
import type { CellState } from './cellState.ts';

/** The time of an answer, with the number of requests under way; empty where it was not timed. */
export function timeOf({ timing }: Pick<CellState, 'timing'>): readonly TimeAtOnce[] {
  return timing ? [{ milliseconds: timing.totalMs, ...defined({ atOnce: timing.atOnce }) }] : [];
}
