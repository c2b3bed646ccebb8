import type { BatchCounts, BatchStatus } from '../providers/contract/batchJob.ts';
import type { BatchEvent, BatchPrepared, BatchProgress } from './events.ts';

/** A batch job as the run knows it. */
export interface BatchState {
  readonly name: string;
  /** `provider/model`. */
  readonly model: string;
  readonly purpose: BatchPrepared['purpose'];
  /** The ids of the requests of cells, or of questions to a judge. */
  readonly requests: readonly string[];
  /** The wall clock in milliseconds since 1970. */
  readonly preparedAt: number;
  /** The id of the input at the vendor. */
  readonly file?: string;
  /** The vendor's id; absent while nobody has seen that the job was created. */
  readonly job?: string;
  /** The status of the job. `lost`: it was never created, or was refused. */
  readonly status: BatchStatus | 'prepared' | 'lost';
  readonly counts?: BatchCounts;
  readonly message?: string;
  /** True when nothing more will come of it. */
  readonly isCollected: boolean;
}

export type Batches = Readonly<Record<string, BatchState>>;

/** The jobs after one more event. */
export function foldBatch(batches: Batches, event: BatchEvent): Batches {
  const before = batches[event.batch];
  const after = event.type === 'batch-prepared' ? preparedBatch(event) : before && changedBatch(before, event);
  return after ? { ...batches, [event.batch]: after } : batches;
}

function preparedBatch({ batch, model, purpose, requests, at }: BatchPrepared): BatchState {
  return { name: batch, model, purpose, requests, preparedAt: at, status: 'prepared', isCollected: false };
}

function changedBatch(batch: BatchState, event: BatchProgress): BatchState {
  switch (event.type) {
    case 'batch-uploaded':
      return { ...batch, file: event.file };
    case 'batch-submitted':
      return { ...batch, job: event.job, status: event.status };
    case 'batch-changed': {
      const { status, counts, message } = event;
      return { ...batch, status, ...(counts ? { counts } : {}), ...(message === undefined ? {} : { message }) };
    }
    case 'batch-collected': {
      const { status, message } = event;
      return { ...batch, status, isCollected: true, ...(message === undefined ? {} : { message }) };
    }
  }
}

interface WithBatches {
  readonly batches?: Batches;
}

/** The jobs from which results may still come. */
export function openBatches({ batches = {} }: WithBatches): BatchState[] {
  return Object.values(batches).filter(({ isCollected }) => !isCollected);
}

/** The number of times that each request was put into a job that was created. */
export function countBatchTries({ batches = {} }: WithBatches): ReadonlyMap<string, number> {
  const tries = new Map<string, number>();
  for (const { requests, status } of Object.values(batches)) {
    if (status === 'lost') continue;
    for (const request of requests) tries.set(request, (tries.get(request) ?? 0) + 1);
  }
  return tries;
}
