import { PolypromptError } from '../../core/errors.ts';
import { mostWordsOf } from '../../core/improve/checkEdit.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import { bodyOf, type EditablePrompt } from '../../core/improve/promptBody.ts';
import { reflectionMessages } from '../../core/improve/reflectRequest.ts';
import { proofCalls } from '../../core/improve/search.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import type { ImprovableSuite } from '../../node/improve/improveTask.ts';
import type { ImproveContext } from '../../node/improve/runImprove.ts';
import { promptOpener, reflectCell, reflectTarget, WordingPlans } from '../../node/improve/wordingPlans.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { estimateWithHistory, guessingCounter } from '../../node/runs/suiteEstimate.ts';
import { tell } from '../terminal/terminal.ts';
import type { CliContext } from './configuration.ts';

/** USD above which an improvement is only started with `--yes` or a limit. */
const confirmAbove = 1;
/** Reflections of a usual search, by the bench. */
const usualReflections = 14;
const usualCalls = 180;

interface CostlyImprovement {
  readonly context: CliContext;
  readonly options: { readonly yes?: true; readonly maxCost?: number };
  readonly openText: ImproveContext['openText'];
  readonly routes: RouteBook;
  readonly storage: string;
  readonly runId: string;
  readonly improvable: ImprovableSuite;
  readonly head: ImproveHead;
}

/** Prints what an improvement may cost, and refuses an expensive one that nobody agreed to. */
export async function agreeToImprove(work: CostlyImprovement): Promise<void> {
  const { options, head } = work;
  const [task, reflection] = [await taskEstimate(work), await reflectionEstimate(work)];
  const unknown = [...new Set([...task.unknown, ...reflection.unknown])];
  if (unknown.length > 0) {
    tell(`The price of ${unknown.join(', ')} is not known, so only calls are limited.\n`);
    return;
  }
  const start = head.split.working.length + head.split.choosing.length;
  const proof = proofCalls(head, head.draws);
  const most = head.maxCalls ?? Math.max(usualCalls, start + proof) * 2;
  const calls = { low: start, expected: Math.min(most, Math.max(usualCalls, start + proof)), high: most };
  const reflections = {
    low: 1,
    expected: Math.min(usualReflections, most),
    high: Math.min(2 * usualReflections, most),
  };
  const money = (end: 'low' | 'expected' | 'high') =>
    (task.money[end] / Math.max(1, task.cells)) * calls[end] + reflection.money[end] * reflections[end];
  const high = Math.min(money('high'), head.maxCost ?? Number.POSITIVE_INFINITY);
  const simulated = task.simulated && reflection.simulated;
  tell(
    `${formatMoney(Math.min(high, money('low')))} to ${formatMoney(high)}, probably about ${formatMoney(Math.min(high, money('expected')))}${simulated ? ' simulated' : ''}.\n`,
  );
  if (simulated || high <= confirmAbove || options.yes || options.maxCost !== undefined) return;
  throw new PolypromptError('invalid-arguments', `This improvement may cost up to ${formatMoney(high)}.`, {
    hint: 'Agree with --yes, or set a limit with --max-cost.',
  });
}

async function taskEstimate(work: CostlyImprovement): Promise<SuiteEstimate> {
  const plans = new WordingPlans(work.improvable, promptOpener(work.improvable, work.openText), work.runId);
  const { planned } = await plans.of({ number: 0, text: work.head.text });
  return estimate(work, planned);
}

function reflectionEstimate(work: CostlyImprovement): Promise<SuiteEstimate> {
  const { improvable, head, runId } = work;
  const target = reflectTarget(head.reflect);
  const cells = [reflectCell(target, 1, sampleRequest(improvable.start, improvable, head))];
  const plan = { runId, prompt: 'reflection', promptVersion: '', targets: [target], cells };
  return estimate(work, { plan, caseOf: new Map() });
}

/** A request of usual size, for its tokens. */
function sampleRequest(start: EditablePrompt, { cases }: ImprovableSuite, { seed, split }: ImproveHead) {
  const shown = new Set(split.working.slice(0, 8));
  const failing = improveRows(cases)
    .filter(({ id }) => shown.has(id))
    .map((row) => ({ row, answer: row.expected.join(' '), reasons: row.expected }));
  const body = bodyOf(start);
  return reflectionMessages({ seed, number: 1, body, mostWords: mostWordsOf(body), failing, passing: [], tried: [] });
}

async function estimate(
  { context: { catalog, registry }, storage, improvable, routes }: CostlyImprovement,
  planned: Pick<SuitePlan, 'plan' | 'caseOf'>,
): Promise<SuiteEstimate> {
  const history = new RunHistory({ keptCells: 0 });
  const partsOf = routeParts(routes.routes);
  const known = { catalog, registry, storage, history, partsOf, counter: guessingCounter };
  return (await estimateWithHistory(improvable.suite, planned, known)).estimate;
}
