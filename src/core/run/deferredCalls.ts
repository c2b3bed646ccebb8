import type { PolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import type { CellResult, PlannedCell, Target } from './events.ts';
import type { Round } from './round.ts';
import type { CallingCell } from './roundCall.ts';

/** The requests that a run need not send now, because a batch job will. */
export interface DeferredCalls {
  /** True when the cell is left to a job: it stays queued. */
  takeCell(calling: CallingCell): boolean;
  /** True when the question to a judge is left to a job. */
  takeQuestion(question: PlannedCell, judge: Target): boolean;
  /** The answer that a job brought for a question, given once; undefined where none has. */
  judgement(question: string): CellResult | PolypromptError | undefined;
}

/** The answer that a job brought for a cell. `again`: there is none, and the cell is worth asking anew. */
export type Arrival = {
  readonly cell: PlannedCell;
  /** The rounds of the cell before this answer. */
  readonly rounds: readonly Round[];
} & (
  | { readonly type: 'answered'; readonly attempt: number; readonly events: readonly ModelEvent[] }
  | {
      readonly type: 'failed';
      readonly attempt: number;
      readonly events: readonly ModelEvent[];
      readonly error: PolypromptError;
    }
  | { readonly type: 'cancelled'; readonly attempt: number }
  | { readonly type: 'again' }
);
