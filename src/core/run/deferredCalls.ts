import type { PolypromptError } from '../errors.ts';
import type { ModelEvent } from '../messages.ts';
import type { CellResult, PlannedCell, Target } from './events.ts';

/** What a run need not ask now, because a batch job will. */
export interface DeferredCalls {
  /** True when the cell is left to a job: it stays queued. */
  takeCell(cell: PlannedCell, target: Target): boolean;
  /** True when the question to a judge is left to a job. */
  takeQuestion(question: PlannedCell, judge: Target): boolean;
  /** What a job brought for a question, told once; undefined where none has. */
  judgement(question: string): CellResult | PolypromptError | undefined;
}

/** What a job brought for a cell. `again`: nothing, and it is worth asking anew. */
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
