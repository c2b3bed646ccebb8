import type { PolypromptError } from '../../errors.ts';
import type { ModelEvent, ModelWarning } from '../../messages.ts';

/** The status of a job at its vendor, in one vocabulary for all vendors. */
export type BatchStatus = 'waiting' | 'running' | 'done' | 'failed' | 'expired' | 'cancelling' | 'cancelled';

/** The numbers of a job's requests; `failed` counts those that have no answer and will have none. */
export interface BatchCounts {
  readonly total: number;
  readonly answered: number;
  readonly failed: number;
}

/** A job as its vendor reports it. */
export interface BatchJob {
  /** The vendor's own id. */
  readonly id: string;
  /** Our name of the job, where the vendor returns it. */
  readonly name?: string;
  readonly status: BatchStatus;
  /** The counts; undefined where the vendor does not count (yet). */
  readonly counts?: BatchCounts;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
  /** The reason why it failed. */
  readonly message?: string;
  /** The places of its results: ids of files, or addresses. Empty while there are none. */
  readonly results: readonly string[];
}

/** The limits of one job at a vendor. */
export interface BatchLimits {
  readonly requests: number;
  /** The most bytes of the whole input. */
  readonly bytes: number;
}

/** The text around the lines of a job's input. */
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
  /** The variant of the line; lines of different variants cannot be in one job. */
  readonly variant?: string;
}

/** A job that is to be created. */
export interface BatchInput {
  /** Our name of the job, which is unique; some vendors return it when jobs are listed. */
  readonly name: string;
  /** The vendor's own name of the one model that the job asks. */
  readonly model: string;
  readonly variant?: string;
  /** The lines with their framing. It may be a file, so that it is never in memory as a whole. */
  readonly content: Blob;
  /** The result of `upload`, where there is an upload. */
  readonly file?: string;
}

/** The end of one request. `expired`: the time of the job was over before its turn; `cancelled`: the job was cancelled. */
export type BatchFate = 'answered' | 'failed' | 'expired' | 'cancelled';

/** The result of one request, as the events that a stream of the same answer would have given. */
export interface BatchAnswer {
  /** The key that its line had. */
  readonly key: string;
  readonly fate: BatchFate;
  readonly events: readonly ModelEvent[];
  /** The error of every fate but `answered`. */
  readonly error?: PolypromptError;
}

const endings: ReadonlySet<BatchStatus> = new Set(['done', 'failed', 'expired', 'cancelled']);

/** True when nothing of the job will change any more. */
export function isBatchOver(status: BatchStatus): boolean {
  return endings.has(status);
}
