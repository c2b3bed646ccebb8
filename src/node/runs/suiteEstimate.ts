import { setImmediate } from 'node:timers/promises';
import { canBeBatched, knowledgeOfBatch } from '../../core/batch/batchEstimate.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import type { Environment } from '../../core/environment.ts';
import { defined } from '../../core/jsonRead.ts';
import { type EstimateKnowledge, estimateLargePlan } from '../../core/plan/estimateLargePlan.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import { countByVendors, type VendorCounts } from '../../core/plan/vendorCounts.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { guessTokens, textsToCount } from '../../core/pricing/promptTokens.ts';
import type { RunStatistics } from '../../core/pricing/runStatistics.ts';
import type { TokenCounter } from '../tokens/tokenCounter.ts';
import { learnFromRuns } from './learnFromRuns.ts';
import type { RunHistory } from './runHistory.ts';

export interface EstimateContext extends Omit<EstimateKnowledge, 'countTokens' | 'statistics'> {
  /** Folder that holds `runs/`. */
  readonly storage: string;
  readonly history: RunHistory;
  readonly counter: Pick<TokenCounter, 'count'>;
  /** When true, the vendors are asked to count prompts, which sends the prompts to them. This happens only when a person wished it. */
  readonly exact?: { readonly environment: Environment; readonly signal: AbortSignal };
  /** When true, batch jobs are estimated as well. */
  readonly withBatch?: boolean;
}

export interface SuiteOutlook {
  readonly estimate: SuiteEstimate;
  /** The estimate for a batch, where one is possible and was asked for. */
  readonly batch?: SuiteEstimate;
  /** True when tokens could not be counted and are guessed as one per four characters. */
  readonly isGuessed: boolean;
  /** What the vendors counted, when they were asked. */
  readonly vendors?: VendorCounts;
}

/** A counter that only guesses, for where a rough figure is enough: loading the real one takes longer than the rest. */
export const guessingCounter: Pick<TokenCounter, 'count'> = {
  count: async () => ({ countTokens: guessTokens, isGuessed: true }),
};

/** The best estimate there is: tokens are counted, lengths and times are learnt from earlier runs, and cached answers cost nothing. */
export async function estimateWithHistory(
  suite: Pick<Suite, 'judge'>,
  planned: Pick<SuitePlan, 'plan' | 'caseOf' | 'baseOf'>,
  { storage, history, counter, exact, withBatch = false, ...knowledge }: EstimateContext,
): Promise<SuiteOutlook> {
  const { plan } = planned;
  const { countTokens, isGuessed } = await counter.count(textsToCount(plan));
  const learnt = await learnFromRuns({ history, counter }, storage, plan.prompt);
  const { registry } = knowledge;
  const vendors = exact && (await countByVendors(plan, { registry, countTokens, ...exact }));
  const statistics = vendors ? withVendors(learnt, vendors) : learnt;
  const all = { ...knowledge, countTokens, statistics, pause: () => setImmediate() };
  const estimate = await estimateLargePlan(suite, planned, all);
  const hasBatch = withBatch && canBeBatched(plan, registry);
  const batch = hasBatch ? { batch: await estimateLargePlan(suite, planned, knowledgeOfBatch(all)) } : {};
  return { estimate, ...batch, isGuessed, ...defined({ vendors }) };
}

function withVendors(learnt: RunStatistics, { tokenRatios }: VendorCounts): RunStatistics {
  return { ...learnt, tokenRatios: new Map([...learnt.tokenRatios, ...tokenRatios]) };
}
