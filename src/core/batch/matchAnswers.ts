import { PolypromptError } from '../errors.ts';
import { type BatchAnswer, type BatchJob, isBatchOver } from '../providers/contract/batchJob.ts';
import type { BatchState } from '../run/batchState.ts';
import { batchKey } from './batchKey.ts';

/** The number of times that a request is put into a job before it counts as failed. */
const mostTries = 3;

/** One request's answer from a job, and what is to be done with it. */
export type MatchedAnswer =
  | { readonly type: 'answered'; readonly id: string; readonly events: BatchAnswer['events'] }
  | {
      readonly type: 'failed';
      readonly id: string;
      readonly events: BatchAnswer['events'];
      readonly error: PolypromptError;
    }
  | { readonly type: 'cancelled'; readonly id: string }
  | { readonly type: 'again'; readonly id: string };

/**
 * Follows the results of one job, which come in any order, and finds the request that each belongs to. A key that belongs to no request
 * shows that the job is not ours: we had to guess it, because the vendor keeps no names of jobs.
 */
export class JobResults {
  readonly #ids: Map<string, string>;
  readonly #tries: ReadonlyMap<string, number>;
  readonly #status: BatchJob['status'];

  constructor(batch: BatchState, status: BatchJob['status'], tries: ReadonlyMap<string, number>) {
    this.#ids = new Map(batch.requests.map((id) => [batchKey(id), id]));
    this.#tries = tries;
    this.#status = status;
  }

  /** The request that an answer belongs to; undefined for a key that is not ours, or that came before. */
  take(answer: BatchAnswer): MatchedAnswer | undefined {
    const id = this.#ids.get(answer.key);
    if (id === undefined) return undefined;
    this.#ids.delete(answer.key);
    return this.#match(id, answer);
  }

  /** The requests that no result was about. */
  missing(): MatchedAnswer[] {
    const fate = this.#status === 'cancelled' ? 'cancelled' : this.#status === 'expired' ? 'expired' : 'failed';
    const error = new PolypromptError('incomplete', 'The results of the batch job do not speak of this request.');
    return [...this.#ids].map(([key, id]) => this.#match(id, { key, fate, events: [], error }));
  }

  #match(id: string, { fate, events, error }: BatchAnswer): MatchedAnswer {
    if (fate === 'answered') return { type: 'answered', id, events };
    if (fate === 'cancelled') return { type: 'cancelled', id };
    const failure = error ?? new PolypromptError('provider-error', 'The request failed in its batch job.');
    const mayTryAgain = failure.retryable && (this.#tries.get(id) ?? 1) < mostTries;
    return mayTryAgain ? { type: 'again', id } : { type: 'failed', id, events, error: failure };
  }
}

/** True when the vendor's report of a job says something new, which is worth recording. */
export function hasChanged(batch: BatchState, job: BatchJob): boolean {
  const { counts, status } = batch;
  return (
    status !== job.status ||
    (job.counts !== undefined && (counts?.answered !== job.counts.answered || counts.failed !== job.counts.failed))
  );
}

/** True for a job that was refused as a whole: it ended without any result. */
export function isWholeFailure({ status, results }: BatchJob): boolean {
  return isBatchOver(status) && status === 'failed' && results.length === 0;
}
