import type { PolypromptError } from '../../errors.ts';
import type { ModelEvent, ModelWarning } from '../../messages.ts';

/** How a job stands at its vendor, in one vocabulary for all of them. */
export type BatchStatus = 'waiting' | 'running' | 'done' | 'failed' | 'expired' | 'cancelling' | 'cancelled';

/** Requests of a job; `failed` counts those that have no answer and will have none. */
export interface BatchCounts {
  readonly total: number;
  readonly answered: number;
  readonly failed: number;
}

/** A job as its vendor tells it. */
export interface BatchJob {
  /** The vendor's own id. */
  readonly id: string;
  /** The name that we gave it, where the vendor gives it back. */
  readonly name?: string;
  readonly status: BatchStatus;
  /** Undefined where the vendor does not count (yet). */
  readonly counts?: BatchCounts;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
  /** Why it failed. */
  readonly message?: string;
  /** Where its results are: ids of files, or addresses. Empty while there are none. */
  readonly results: readonly string[];
}

/** What a vendor takes in one job. */
export interface BatchLimits {
  readonly requests: number;
  /** Of the whole input. */
  readonly bytes: number;
}

/** What stands around the lines of a job's input. */
export interface BatchFraming {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/** One request as it stands in a job's input. */
export interface BatchLine {
  /** JSON without a line break. */
  readonly text: string;
  readonly warnings: readonly ModelWarning[];
  /** Lines of different variants cannot be in one job. */
  readonly variant?: string;
}

/** A job that is to be created. */
export interface BatchInput {
  /** Ours, unique; vendors that can give it back when jobs are listed. */
  readonly name: string;
  /** The vendor's own name of the model; a job asks one. */
  readonly model: string;
  readonly variant?: string;
  /** The lines with their framing; may stand in a file, so that it is never in memory as a whole. */
  readonly content: Blob;
  /** What `upload` gave, where there is an upload. */
  readonly file?: string;
}

/** What became of one request. `expired`: the job's time was over before its turn; `cancelled`: the job was. */
export type BatchFate = 'answered' | 'failed' | 'expired' | 'cancelled';

/** One request's result, in the events that a stream of the same answer would have given. */
export interface BatchAnswer {
  /** The key that its line had. */
  readonly key: string;
  readonly fate: BatchFate;
  readonly events: readonly ModelEvent[];
  /** Of every fate but `answered`. */
  readonly error?: PolypromptError;
}

const endings: ReadonlySet<BatchStatus> = new Set(['done', 'failed', 'expired', 'cancelled']);

/** True when nothing of the job will change any more. */
export function isBatchOver(status: BatchStatus): boolean {
  return endings.has(status);
}
