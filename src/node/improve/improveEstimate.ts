import { knowledgeOfBatch } from '../../core/batch/batchEstimate.ts';
import { mostWordsOf } from '../../core/improve/checkEdit.ts';
import { callBudget } from '../../core/improve/improvePlan.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import { bodyOf } from '../../core/improve/promptBody.ts';
import { proofCalls } from '../../core/improve/proofCalls.ts';
import { reflectionMessages } from '../../core/improve/reflectRequest.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { type Range, scaleRange, zeroRange } from '../../core/pricing/range.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { promiseNumber } from '../../core/run/wordingColumn.ts';
import { RunHistory } from '../runs/runHistory.ts';
import { estimateWithHistory, guessingCounter } from '../runs/suiteEstimate.ts';
import type { ImprovableSuite } from './improveTask.ts';
import type { ImproveContext } from './runImprove.ts';
import { promptOpener, reflectCell, reflectTarget, WordingPlans } from './wordingPlans.ts';

/** Reflections and calls of a usual search, by the bench. */
const usualReflections = 14;
const usualCalls = 180;
/** So many rows are shown to the reflecting model as a rule. */
const usuallyShown = 8;

export interface ImproveOutlook {
  readonly catalog: Catalog;
  readonly registry: ProviderRegistry;
  readonly routes: RouteBook;
  readonly storage: string;
  readonly openText: ImproveContext['openText'];
  /** True when the rows of the proof go out in batch jobs, at their price. */
  readonly isProvedInBatches?: boolean;
}

interface Estimated {
  readonly runId: string;
  readonly improvable: ImprovableSuite;
  readonly head: ImproveHead;
}

/** What an improvement may cost and take, before anything is sent. Nothing is asked. */
export async function estimateImprovement(work: Estimated, outlook: ImproveOutlook): Promise<PlannedCost> {
  const { head } = work;
  const [task, reflection] = [await taskEstimate(work, outlook), await reflectionEstimate(work, outlook)];
  const promise = head.port && (await taskEstimate(work, outlook, promiseNumber));
  const atProof = outlook.isProvedInBatches ? knowledgeOfBatch(outlook) : outlook;
  const [proofTask, proofPromise] = [
    await taskEstimate(work, atProof),
    promise && (await taskEstimate(work, atProof, promiseNumber)),
  ];
  const { start, proof, most: limit } = callBudget(head);
  const usual = Math.max(usualCalls, start + proof.most);
  const most = limit ?? 2 * usual;
  const calls = { low: Math.min(start, most), expected: Math.min(most, usual), high: most };
  const reflections = {
    low: 1,
    expected: Math.min(usualReflections, most),
    high: Math.min(2 * usualReflections, most),
  };
  const proved = proofCalls({ split: head.split }, head.draws);
  const sum = (live: Range, proofs: Range, each: Range): Range => {
    const [perCell, perProof] = [live, proofs].map((of) => scaleRange(of, 1 / Math.max(1, task.cells)));
    const end = (name: keyof Range) => {
      const inProof = Math.min(Math.max(0, calls[name] - start), proved);
      const asked = (perCell?.[name] ?? 0) * (calls[name] - inProof) + (perProof?.[name] ?? 0) * inProof;
      return asked + each[name] * reflections[name];
    };
    return { low: end('low'), expected: end('expected'), high: end('high') };
  };
  const before = promise && proofPromise ? promiseMoney(head, promise, proofPromise) : zeroRange;
  return {
    money: within(addRanges(sum(task.money, proofTask.money, reflection.money), before), head.maxCost),
    timeMs: sum(task.timeMs, task.timeMs, reflection.timeMs),
    simulated: task.simulated && reflection.simulated && promise?.simulated !== false,
    unknown: [...new Set([...task.unknown, ...reflection.unknown, ...(promise?.unknown ?? [])])],
    basis: task.basis,
  };
}

/** What a port pays its old model at most: for the rows of the search, and for those of the proof. */
function promiseMoney({ split, draws }: ImproveHead, live: SuiteEstimate, proofs: SuiteEstimate): Range {
  const searched = split.working.length + split.choosing.length;
  const each = (of: SuiteEstimate, calls: number) => scaleRange(of.money, calls / Math.max(1, of.cells));
  return addRanges(each(live, searched), each(proofs, split.heldOut.length * draws));
}

function addRanges(left: Range, right: Range): Range {
  return { low: left.low + right.low, expected: left.expected + right.expected, high: left.high + right.high };
}

function within({ low, expected, high }: Range, most = Number.POSITIVE_INFINITY): Range {
  return { low: Math.min(low, most), expected: Math.min(expected, most), high: Math.min(high, most) };
}

async function taskEstimate(work: Estimated, outlook: ImproveOutlook, number = 0): Promise<SuiteEstimate> {
  const plans = new WordingPlans(work.improvable, promptOpener(work.improvable, outlook.openText), work.runId);
  const { planned } = await plans.of({ number, text: work.head.text });
  return estimate(work, outlook, planned);
}

function reflectionEstimate(work: Estimated, outlook: ImproveOutlook): Promise<SuiteEstimate> {
  const target = reflectTarget(work.head.reflect);
  const cells = [reflectCell(target, 1, sampleRequest(work))];
  const plan = { runId: work.runId, prompt: 'reflection', promptVersion: '', targets: [target], cells };
  return estimate(work, outlook, { plan, caseOf: new Map() });
}

/** A request of usual size, for its tokens. */
function sampleRequest({ improvable: { start, cases }, head: { seed, split } }: Estimated) {
  const shown = new Set(split.working.slice(0, usuallyShown));
  const failing = improveRows(cases)
    .filter(({ id }) => shown.has(id))
    .map((row) => ({ row, answer: row.expected.join(' '), reasons: row.expected }));
  const body = bodyOf(start);
  return reflectionMessages({ seed, number: 1, body, mostWords: mostWordsOf(body), failing, passing: [], tried: [] });
}

async function estimate(
  { improvable }: Estimated,
  { catalog, registry, storage, routes }: ImproveOutlook,
  planned: Pick<SuitePlan, 'plan' | 'caseOf'>,
): Promise<SuiteEstimate> {
  const history = new RunHistory({ keptCells: 0 });
  const partsOf = routeParts(routes.routes);
  const known = { catalog, registry, storage, history, partsOf, counter: guessingCounter };
  return (await estimateWithHistory(improvable.suite, planned, known)).estimate;
}
