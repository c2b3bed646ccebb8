import type { Suite } from '../../core/dataset/suite.ts';
import { defined } from '../../core/jsonRead.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { headOfRun } from '../../node/improve/improveHead.ts';
import { newRunId } from '../../node/records/journal.ts';
import { suiteWithTierModels } from '../../node/suites/modelsOfTiers.ts';
import type { CliContext } from './configuration.ts';
import { loadSuite } from './loadSuitePlan.ts';
import { findRun, storageFor } from './storedRuns.ts';

/** The suite of an improvement or a port, and its run: a new one, or the stored one with how it began. */
export interface OpenImprovement {
  readonly suite: Suite;
  readonly storage: string;
  readonly runId: string;
  readonly known: ImproveHead | undefined;
}

export async function openImprovement(
  context: CliContext,
  {
    file,
    stored,
    judge,
  }: { readonly file: string; readonly stored: string | undefined; readonly judge: string | undefined },
): Promise<OpenImprovement> {
  const loaded = await loadSuite(file);
  const suite = await suiteWithTierModels(context, { ...loaded, ...defined({ judge }) });
  const storage = storageFor(file);
  if (stored !== undefined) {
    const { runId } = findRun(storage, stored);
    return { suite, storage, runId, known: headOfRun(storage, runId) };
  }
  const { clock, random } = context.environment;
  return { suite, storage, runId: newRunId(clock.wallTime(), random), known: undefined };
}
