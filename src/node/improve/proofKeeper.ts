import { openBatches } from '../../core/run/batchState.ts';
import { BatchKeeper } from '../batch/batchKeeper.ts';
import { prepareCollection } from '../batch/prepareCollection.ts';
import type { BatchProblem } from '../batch/refreshBatches.ts';
import { readRun } from '../runs/readRun.ts';

interface Proof {
  readonly runId: string;
  /** True where the held-out rows of a new improvement are to be left to batch jobs. */
  readonly isWished: boolean;
}

/** What leaves the held-out rows of an improvement to batch jobs, with what went wrong while it looked after them. */
export interface ProofKeeping {
  /** Absent where the rows are asked at once. */
  readonly keeper?: BatchKeeper;
  readonly problems: readonly BatchProblem[];
}

/**
 * Keeps the held-out rows of an improvement for batch jobs, where that is wished, and brings what its jobs have answered. Rows that are with
 * jobs are never asked a second time, whatever is wished.
 */
export async function proofKeeper(
  context: Omit<Parameters<typeof BatchKeeper.forNewRun>[0], 'signal'>,
  { runId, isWished }: Proof,
): Promise<ProofKeeping> {
  const signalled = { ...context, signal: new AbortController().signal };
  const stored = readRun(context.storage, runId);
  if (!stored || openBatches(stored).length === 0)
    return isWished ? { keeper: BatchKeeper.forNewRun(signalled), problems: [] } : { problems: [] };
  return (await prepareCollection(signalled, runId)) ?? { problems: [] };
}
