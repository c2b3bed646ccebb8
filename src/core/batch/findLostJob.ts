import type { BatchJob } from '../providers/contract/batchJob.ts';
import type { BatchState } from '../run/batchState.ts';

/** Clocks of a vendor and of this machine may differ by so much. */
const clockSkewMs = 5 * 60_000;
/** Longer does nobody take from the preparation of a job to its creation. */
const creationMs = 60 * 60_000;

/** Since when a job is to be looked for whose creation nobody saw the end of. */
export function lookSince({ preparedAt }: BatchState): number {
  return preparedAt - clockSkewMs;
}

/**
 * Of the jobs that a vendor lists the one that is this one. By its name, where the vendor keeps names; otherwise by its time and its
 * number of requests, if only one job fits: that is a guess, which the keys in its results confirm or refute.
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
