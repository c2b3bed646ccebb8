import type { PolypromptError } from '../../core/errors.ts';
import type { ExecuteContext } from '../../core/execute/executeContext.ts';
import type { BatchWork } from '../batch/batchWork.ts';
import type { WriteText } from '../files/writeText.ts';
import type { FullDiskRule } from '../records/runRecord.ts';

/** Everything that a run needs besides its plan. */
export interface SessionContext extends Omit<ExecuteContext, 'emit' | 'budget' | 'cell' | 'deferred'> {
  /** Folder that holds `runs/`. */
  readonly storage: string;
  /** Limit in USD for the run as a whole, with what it has cost before. */
  readonly maxCost?: number;
  /** Limit of calls for the run as a whole, retries and judges included. */
  readonly maxCalls?: number;
  /** Leaves to batch jobs what it can; it is used only where there are lanes. */
  readonly batch?: BatchWork;
  /** What follows when nothing can be recorded any more; `go-on` unless given. */
  readonly whenDiskIsFull?: FullDiskRule;
  /** True where nobody reads the texts of passed cells from the state: they are then left to the journal. */
  readonly leavesPassed?: boolean;
  /** Called once when the journal cannot be written any more; `hasBegun` says whether the run stands on disk up to there. */
  onStorageFailure(error: unknown, hasBegun: boolean): void;
  /** Called once when another process has taken the run over: this one has stopped, and records nothing more. */
  onTakenOver?(error: PolypromptError): void;
  readonly write?: WriteText;
}
