import type { RunHandle } from '../../core/execute/execute.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { Arrival, DeferredCalls } from '../../core/run/deferredCalls.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';

/** The run that jobs belong to, while its session works on it. */
export interface BatchRun {
  state(): RunState;
  /** Gives one cell as it is now, without a copy of the whole state. */
  cell(id: string): CellState | undefined;
  emit(event: RunEvent): void;
}

/** What a session leaves to batch jobs, and what it gets from them. */
export interface BatchWork {
  readonly desk: DeferredCalls;
  /** True while judges are still to be heard and no job has brought an answer of theirs. */
  readonly hasOpenJudges: boolean;
  /** Tells whether a cell without an answer may be asked, for the first time or again. */
  mayAsk(cell: CellState | undefined): boolean;
  /** The results of the jobs that are over; undefined when there are none. */
  arriving(run: BatchRun): AsyncIterable<Arrival> | undefined;
  /** The session calls this when nothing else is under way, until it gives undefined: then nothing is left to do. */
  finish(run: BatchRun): RunHandle | undefined;
}
