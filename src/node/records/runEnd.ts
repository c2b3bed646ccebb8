import { foldAll, type RunState } from '../../core/run/state.ts';
import { readJournal } from './journal.ts';
import { isLocked } from './runLock.ts';

/** `unfinished`: a crash or a kill cut the run off. `running`: a process works on it now. */
export type RunEnd = RunState['status'] | 'unfinished';

/** How a stored run ended. A run without an end is shown as cancelled; only its journal tells whether somebody cancelled it. */
export function runEndOf(storage: string, { runId, status }: Pick<RunState, 'runId' | 'status'>): RunEnd {
  if (status !== 'cancelled') return status;
  const recorded = foldAll(readJournal(storage, runId)?.events ?? [])?.status ?? status;
  if (recorded !== 'running') return recorded;
  return isLocked(storage, runId) ? 'running' : 'unfinished';
}
