import type { BatchJob } from '../providers/contract/batchJob.ts';
import type { BatchState } from '../run/batchState.ts';

/** The most by which the clocks of a vendor and of this machine may differ, in milliseconds. */
const clockSkewMs = 5 * 60_000;
/** The longest time between preparing a job and creating it, in milliseconds. */
const creationMs = 60 * 60_000;

/**
 * The time (milliseconds since 1970) from which a vendor's jobs are searched for one that was prepared but whose creation was not
 * confirmed.
 */
export function lookSince({ preparedAt }: BatchState): number {
  return preparedAt - clockSkewMs;
}

/**
 * Finds a prepared job among the jobs that the vendor lists: by its name, where the vendor keeps names. Otherwise it is known by its
 * time and its number of requests, if only one job fits: that is a guess, which the keys in the job's results confirm or refute. Undefined
 * when no job fits, or several do.
 */
export function findLostJob(
  batch: BatchState,
  listed: readonly BatchJob[],
  known: ReadonlySet<string>,
): BatchJob | undefined {
  const named = listed.find(({ name }) => name === batch.name);
  if (named) return named;
  const until = batch.preparedAt + creationMs;
  const fitting = listed.filter(
    ({ id, name, counts, createdAt = until }) =>
      name === undefined && !known.has(id) && counts?.total === batch.requests.length && createdAt <= until,
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
