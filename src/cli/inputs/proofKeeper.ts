import { openBatches } from '../../core/run/batchState.ts';
import { BatchKeeper } from '../../node/batch/batchKeeper.ts';
import { prepareCollection } from '../../node/batch/prepareCollection.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { tellBatchProblems } from './batchRuns.ts';
import type { CliContext } from './configuration.ts';

interface Proof {
  readonly storage: string;
  readonly runId: string;
}

/**
 * What leaves the held-out rows of an improvement to batch jobs, where that is wished, and brings what its jobs have answered; undefined
 * where there are none.
 */
export async function proofKeeper(
  { registry, environment, catalog }: CliContext,
  { storage, runId }: Proof,
  { batch }: { readonly batch?: true },
): Promise<BatchKeeper | undefined> {
  const { signal } = new AbortController();
  const context = { registry, environment, catalog, storage, signal };
  const stored = readRun(storage, runId);
  if (!stored || openBatches(stored).length === 0) return batch && BatchKeeper.forNewRun(context);
  const collection = await prepareCollection(context, runId);
  tellBatchProblems(collection?.problems ?? []);
  return collection?.keeper;
}
