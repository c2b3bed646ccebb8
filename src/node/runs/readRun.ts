import type { CellStatus } from '../../core/run/cellState.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { modelOfTarget } from '../../core/run/modelOfTarget.ts';
import { foldAll, type RunState } from '../../core/run/state.ts';
import { readJournal } from '../records/journal.ts';

const active: ReadonlySet<CellStatus> = new Set(['queued', 'waiting', 'streaming', 'retrying']);

/** True while a cell still has something to come. */
export function isActive(status: CellStatus): boolean {
  return active.has(status);
}

/** A stored run as it is on disk, with the cells closed that a crash left open. */
export function readRun(storage: string, runId: string): RunState | undefined {
  const content = readJournal(storage, runId);
  const state = content && foldAll(content.events);
  return state && closeOpenCells(state);
}

function closeOpenCells(state: RunState): RunState {
  if (state.status !== 'running') return state;
  const at = state.startedAt;
  const open = Object.values(state.cells).filter((cell) => isActive(cell.status));
  const cancelled = open.map(
    (cell): RunEvent => ({
      type: 'cell-cancelled',
      cell: cell.id,
      at,
      target: cell.target,
      model: modelOfTarget(state, cell.target),
      partial: cell.text,
    }),
  );
  const ended: RunEvent = { type: 'run-ended', runId: state.runId, at, outcome: 'cancelled' };
  return foldAll([...cancelled, ended], state) ?? state;
}
