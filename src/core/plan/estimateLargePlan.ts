import type { EvalCase, Suite } from '../dataset/suite.ts';
import { judgeCallsOf } from '../grading/judgeCalls.ts';
import { defined } from '../jsonRead.ts';
import { onceFor } from '../onceFor.ts';
import type { Catalog } from '../pricing/catalog.ts';
import {
  estimateSuiteInSlices,
  type JudgeCalls,
  type SuiteEstimate,
  type SuiteToEstimate,
} from '../pricing/estimateSuite.ts';
import type { LaneOutlook } from '../pricing/laneTime.ts';
import { type CountTokens, guessTokens } from '../pricing/promptTokens.ts';
import type { Range } from '../pricing/range.ts';
import type { RunStatistics } from '../pricing/runStatistics.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { SimulatedUser } from '../run/conversation.ts';
import { answerKey } from './answerKey.ts';
import { expectedAnswerTokens } from './expectedAnswer.ts';
import type { SuitePlan } from './planSuite.ts';
import { preferencePairs } from './preferencePairs.ts';
import { roundsAhead } from './roundsAhead.ts';

/** The knowledge before a suite runs; the more there is, the better is the estimate. */
export interface EstimateKnowledge {
  readonly catalog: Catalog;
  readonly registry: ProviderRegistry;
  readonly countTokens?: CountTokens;
  readonly statistics?: RunStatistics;
  /** The answers that are in the cache. */
  readonly cache?: { has(key: string): boolean };
  readonly lanes?: LaneOutlook;
  /** The models that a route leads to; undefined for a name that is no route. */
  readonly partsOf?: NonNullable<SuiteToEstimate['partsOf']>;
}

type PlannedSuite = Pick<SuitePlan, 'plan' | 'caseOf' | 'baseOf'>;

/** What running a planned suite will take, with cached answers and the calls of judges. It pauses now and then, for other work. */
export function estimateLargePlan(
  suite: Pick<Suite, 'judge'>,
  planned: PlannedSuite,
  { pause, ...knowledge }: EstimateKnowledge & { readonly pause: () => Promise<void> },
): Promise<SuiteEstimate> {
  return estimateSuiteInSlices(toEstimate(suite, planned, knowledge), pause);
}

/** The questions to the model that plays the user: at most one for each of its messages but the first. */
function callsOfUser({ model, instructions, maxTurns }: SimulatedUser): JudgeCalls {
  return { model, calls: Math.max(0, maxTurns - 1), promptTokens: guessTokens(instructions) + framingTokens };
}

/** The tokens that tell a model how to play a user, besides who it plays. */
const framingTokens = 120;

function toEstimate(
  suite: Pick<Suite, 'judge'>,
  { plan, caseOf, baseOf }: PlannedSuite,
  { registry, cache, ...knowledge }: EstimateKnowledge,
): SuiteToEstimate {
  const targets = new Map(plan.targets.map((target) => [target.id, target]));
  const callsFor = onceFor((testCase: EvalCase): readonly JudgeCalls[] => judgeCallsOf(testCase, suite.judge));
  const expected = new Map<EvalCase, Range | undefined>();
  const pairsOf = preferencePairs({ plan, ...defined({ baseOf }) });
  const planned = new Map(plan.cells.filter(roundsAhead).map((cell) => [cell.id, cell]));
  return {
    ...knowledge,
    plan,
    isCached: (cell) => {
      const target = targets.get(cell.target);
      return target !== undefined && cache?.has(answerKey(cell.id, target.model, registry)) === true;
    },
    roundsOf: ({ id }) => {
      const cell = planned.get(id);
      return cell && roundsAhead(cell);
    },
    expectedOf: ({ id }) => {
      const testCase = caseOf.get(id);
      if (!testCase) return undefined;
      if (!expected.has(testCase)) expected.set(testCase, expectedAnswerTokens(testCase.checks));
      return expected.get(testCase);
    },
    judgesOf: (cell) => {
      const { id } = cell;
      const testCase = caseOf.get(id);
      if (!testCase) return [];
      const isPreferred = testCase.checks.some(({ type }) => type === 'prefer');
      const calls = isPreferred
        ? judgeCallsOf(testCase, suite.judge, (check) => pairsOf(check, cell))
        : callsFor(testCase);
      const talks = planned.get(id)?.conversation;
      return talks?.type === 'user' ? [...calls, callsOfUser(talks)] : calls;
    },
  };
}
