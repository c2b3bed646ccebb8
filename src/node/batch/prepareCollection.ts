import type { Catalog } from '../../core/pricing/catalog.ts';
import type { BatchContext } from './batchAccess.ts';
import { BatchKeeper } from './batchKeeper.ts';
import { type BatchProblem, refreshBatches } from './refreshBatches.ts';

export interface Collection {
  /** The keeper for the session that goes on with the run. */
  readonly keeper: BatchKeeper;
  /** Jobs that could not be looked at. */
  readonly problems: readonly BatchProblem[];
}

/**
 * Looks how a run's jobs stand, so that a resumed session can take what they bring; with `isLive` whatever they leave open is asked at
 * once. Undefined when there is no such run; throws `storage` while another process works on it.
 */
export async function prepareCollection(
  context: BatchContext & { readonly catalog: Catalog; readonly isLive?: boolean },
  runId: string,
): Promise<Collection | undefined> {
  const refreshed = await refreshBatches(context, runId);
  if (!refreshed) return undefined;
  const { state, problems } = refreshed;
  return { keeper: await BatchKeeper.forStoredRun({ ...context, state: { batches: state.batches ?? {} } }), problems };
}
