import type { PolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import type { CellResult, PlannedCell, Target } from './events.ts';

/** The requests that a run need not send now, because a batch job will. */
export interface DeferredCalls {
  /** True when the cell is left to a job: it stays queued. */
  takeCell(cell: PlannedCell, target: Target): boolean;
  /** True when the question to a judge is left to a job. */
  takeQuestion(question: PlannedCell, judge: Target): boolean;
  /** The answer that a job brought for a question, given once; undefined where none has. */
  judgement(question: string): CellResult | PolypromptError | undefined;
}

/** The answer that a job brought for a cell. `again`: there is none, and the cell is worth asking anew. */
export type Arrival =
  | {
      readonly type: 'answered';
      readonly cell: PlannedCell;
      readonly attempt: number;
      readonly events: readonly ModelEvent[];
    }
  | {
      readonly type: 'failed';
      readonly cell: PlannedCell;
      readonly attempt: number;
      readonly events: readonly ModelEvent[];
      readonly error: PolypromptError;
    }
  | { readonly type: 'cancelled'; readonly cell: PlannedCell; readonly attempt: number }
  | { readonly type: 'again'; readonly cell: PlannedCell };
