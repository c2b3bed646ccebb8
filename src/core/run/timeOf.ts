import { defined } from '../jsonRead.ts';
import type { TimeAtOnce } from '../providers/lanes/unslowed.ts';
import type { CellState } from './state.ts';

/** How long an answer took, and with how many others; none where it was not timed. */
export function timeOf({ timing }: Pick<CellState, 'timing'>): readonly TimeAtOnce[] {
  return timing ? [{ milliseconds: timing.totalMs, ...defined({ atOnce: timing.atOnce }) }] : [];
}
