import type { Suite } from '../../core/dataset/suite.ts';
import { defined } from '../../core/jsonRead.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { ResponseCache } from '../cache/responseCache.ts';
import type { Engine } from '../engine.ts';
import { RunHistory } from '../runs/runHistory.ts';
import { estimateWithHistory, guessingCounter, type SuiteOutlook } from '../runs/suiteEstimate.ts';
import type { AgentMeans } from './agentMeans.ts';
import { storageOf } from './storageOf.ts';

/** A planned suite, or a prompt as a plan without cases. */
interface SuiteToEstimate {
  readonly suite: Pick<Suite, 'judge' | 'concurrency'>;
  readonly planned: Pick<SuitePlan, 'plan' | 'caseOf'>;
  readonly routes: Pick<RouteBook, 'routes'>;
  readonly cache?: ResponseCache;
}

/** What a run of a suite may cost. Tokens are counted, which takes time, only where money is charged at all. */
export async function suiteOutlook(
  { context, counter }: Pick<AgentMeans, 'context' | 'counter'>,
  { catalog, registry }: Engine,
  { suite, planned, routes, cache }: SuiteToEstimate,
): Promise<SuiteOutlook> {
  const known = {
    catalog,
    registry,
    lanes: laneLimits(defined({ ofSuite: suite.concurrency })),
    partsOf: routeParts(routes.routes),
    storage: storageOf(context.folder),
    history: new RunHistory({ keptCells: 0 }),
    ...defined({ cache }),
  };
  const rough = await estimateWithHistory(suite, planned, { ...known, counter: guessingCounter });
  if (rough.estimate.simulated || rough.estimate.money.high === 0) return rough;
  return estimateWithHistory(suite, planned, { ...known, counter });
}
