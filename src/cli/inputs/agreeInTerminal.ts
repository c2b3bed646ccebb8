import { canBeBatched } from '../../core/batch/batchEstimate.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatBatchPrice, formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import type { LaneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import { counted } from '../../core/text/formatCount.ts';
import type { ResponseCache } from '../../node/cache/responseCache.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { estimateWithHistory, guessingCounter, type SuiteOutlook } from '../../node/runs/suiteEstimate.ts';
import { tell } from '../terminal/terminal.ts';
import type { CliContext } from './configuration.ts';
import type { LoadedSuite } from './loadSuitePlan.ts';
import { withTokenCounter } from './withTokenCounter.ts';

/** USD above which a run is only started with `--yes`. */
const confirmAbove = 1;

/** A run that is about to start. */
export interface CostlyRun extends LoadedSuite {
  readonly context: CliContext;
  readonly options: { readonly yes?: true; readonly maxCost?: number; readonly batch?: true };
  readonly lanes: LaneLimits;
  readonly cache?: ResponseCache;
}

type Prices = Pick<SuiteOutlook, 'estimate' | 'batch'>;

/** Prints what the run may cost, live and as a batch, and refuses an expensive one that nobody agreed to. */
export async function agreeInTerminal(run: CostlyRun): Promise<void> {
  const { options, planned, context } = run;
  if (options.batch && !canBeBatched(planned.plan, context.registry))
    throw new PolypromptError('invalid-arguments', 'None of these models has a batch engine that Polyprompt knows.', {
      hint: 'Run without --batch; OpenAI, Anthropic and Google have one.',
    });
  const prices = await pricesOf(run);
  const both = options.batch && prices.batch ? `, ${formatBatchPrice(prices.batch)}` : '';
  tell(`${counted(prices.estimate.cells, 'cell')}, ${formatSuiteEstimate(prices.estimate)}${both}\n`);
  const high = chargedAtMost(options.batch ? (prices.batch ?? prices.estimate) : prices.estimate);
  // Nothing stops a job half-way, so its limit is kept before it is sent.
  if (options.batch && options.maxCost !== undefined && high > options.maxCost) throw refusal(prices, options, high);
  if (high <= confirmAbove || options.yes || options.maxCost !== undefined) return;
  throw refusal(prices, options, high);
}

function refusal({ batch }: Prices, options: CostlyRun['options'], high: number): PolypromptError {
  const agree =
    options.maxCost === undefined ? 'Agree with --yes, or set a limit with --max-cost.' : 'Raise --max-cost.';
  const cheaper = batch && !options.batch ? ` As a batch it is at most ${formatMoney(batch.money.high)}: --batch.` : '';
  return new PolypromptError('invalid-arguments', `This run may cost up to ${formatMoney(high)}.`, {
    hint: `${agree}${cheaper}`,
  });
}

function chargedAtMost({ simulated, money }: SuiteEstimate): number {
  return simulated ? 0 : money.high;
}

/** Estimates the run. Tokens are counted, which takes time, only where the answer decides whether the run may start. */
async function pricesOf({
  context,
  suite,
  planned,
  options,
  storage,
  lanes,
  cache,
  routes,
}: CostlyRun): Promise<Prices> {
  const { catalog, registry } = context;
  const partsOf = routeParts(routes.routes);
  const known = {
    catalog,
    registry,
    lanes,
    partsOf,
    storage,
    history: new RunHistory({ keptCells: 0 }),
    ...defined({ cache }),
  };
  const hasBatch = canBeBatched(planned.plan, registry);
  const withBatch = options.batch === true && hasBatch;
  const rough = await estimateWithHistory(suite, planned, { ...known, counter: guessingCounter, withBatch });
  const isAgreed = options.yes === true || (options.maxCost !== undefined && !options.batch);
  if (isAgreed || chargedAtMost(rough.estimate) <= confirmAbove) return rough;
  return withTokenCounter((counter) => estimateWithHistory(suite, planned, { ...known, counter, withBatch: hasBatch }));
}
