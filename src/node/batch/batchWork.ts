import type { RunHandle } from '../../core/execute/execute.ts';
import type { Arrival, DeferredCalls } from '../../core/run/deferredCalls.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { CellState, RunState } from '../../core/run/state.ts';

/** The run that jobs belong to, while its session works on it. */
export interface BatchRun {
  state(): RunState;
  /** One cell, at no cost. */
  cell(id: string): CellState | undefined;
  emit(event: RunEvent): void;
}

/** What a session leaves to batch jobs, and gets from them. */
export interface BatchWork {
  readonly desk: DeferredCalls;
  /** Judges are still to be heard, and no job has brought anything of them now. */
  readonly hasOpenJudges: boolean;
  /** Whether a cell without an answer is to be asked (again). */
  mayAsk(cell: CellState | undefined): boolean;
  /** The results of the jobs that are over; undefined when there are none. */
  arriving(run: BatchRun): AsyncIterable<Arrival> | undefined;
  /** Called when nothing else is under way, until it has nothing left to do: undefined. */
  finish(run: BatchRun): RunHandle | undefined;
}
