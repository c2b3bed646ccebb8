import { foldAll, type RunState } from '../../core/run/state.ts';
import { readJournal } from './journal.ts';
import { isLocked } from './runLock.ts';

/** `unfinished`: cut off, by a crash or a kill; `running`: somebody works on it now. */
export type RunEnd = RunState['status'] | 'unfinished';

/** How a stored run ended. A reader shows a run without an end as cancelled; only its journal tells whether somebody ended it. */
export function runEndOf(storage: string, { runId, status }: Pick<RunState, 'runId' | 'status'>): RunEnd {
  if (status !== 'cancelled') return status;
  const recorded = foldAll(readJournal(storage, runId)?.events ?? [])?.status ?? status;
  if (recorded !== 'running') return recorded;
  return isLocked(storage, runId) ? 'running' : 'unfinished';
}
