import type { CellState } from '../../core/run/cellState.ts';
import { hasPassed, leftToJournal } from '../../core/run/leftToJournal.ts';
import type { RunRecord } from '../records/runRecord.ts';

/**
 * What a session keeps of a cell. With `leavesPassed` the texts of one that has passed are left to the journal, as long as the disk takes
 * everything: its answer is recorded before its verdict is told.
 */
export function keptOf(
  { leavesPassed = false }: { readonly leavesPassed?: boolean },
  record: Pick<RunRecord, 'hasBegun' | 'isFull'>,
): (cell: CellState) => CellState {
  if (!leavesPassed) return (cell) => cell;
  return (cell) => (record.hasBegun && !record.isFull && hasPassed(cell) ? leftToJournal(cell) : cell);
}
