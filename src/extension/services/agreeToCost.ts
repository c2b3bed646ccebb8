import * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import {
  formatEstimatedMoney,
  formatEstimatedTime,
  formatPlannedMoney,
} from '../../core/pricing/formatSuiteEstimate.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import type { EvalSelection } from './evalRuns.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';

/** The estimate that was shown for a run, and the limit of what it may cost. */
export interface AgreedCost {
  readonly estimate: PlannedCost;
  /** The limit in USD. */
  readonly maxCost?: number;
}

/** Estimates the run, and asks before much money is spent. Undefined when the user declined; nothing was sent then. */
export async function agreeToCost(
  services: Services,
  open: OpenSuite,
  { planned, selection }: { readonly planned: SuitePlan; readonly selection: EvalSelection },
): Promise<AgreedCost | undefined> {
  const { confirmAbove, maxPerRun } = services.settings().budget;
  let estimate = await services.estimates.of(open, planned, selection);
  for (let isExact = false; !estimate.simulated && estimate.money.high > confirmAbove; isExact = true) {
    const answer = await ask(estimate, maxPerRun, isExact);
    if (answer === undefined) return undefined;
    if (answer === run) break;
    estimate = await services.estimates.of(open, planned, { ...selection, asksVendors: true });
  }
  const { money, timeMs, simulated, unknown, basis } = estimate;
  return {
    estimate: { money, timeMs, simulated, unknown, basis },
    ...defined({ maxCost: maxPerRun }),
  };
}

const run = 'Run';
const count = 'Let Vendors Count';

function ask(estimate: SuiteEstimate, maxPerRun: number | undefined, isExact: boolean): Thenable<string | undefined> {
  const detail = detailOf(estimate, maxPerRun);
  return vscode.window.showWarningMessage(
    `Ask for ${counted(estimate.cells, 'answer')} for ${formatPlannedMoney(estimate)}?`,
    { modal: true, detail: isExact ? `${detail}\nThe prompts were counted by their vendors where they can.` : detail },
    ...(isExact ? [run] : [run, count]),
  );
}

/** Everything that is known, one thing per line. What is not known is said, too. */
function detailOf(estimate: SuiteEstimate, maxPerRun: number | undefined): string {
  const { cells, cached, basis: overall, judges, judgeCalls, perTarget, unknown } = estimate;
  const models = perTarget.map(
    ({ target, money, basis, isSimulated, cells: count, cached: known }) =>
      `${target}: ${isSimulated ? 'simulated, free' : money ? formatEstimatedMoney({ money, simulated: false, basis }) : 'price unknown'} for ${counted(count - known, 'call')}`,
  );
  return [
    formatEstimatedMoney(estimate),
    formatEstimatedTime(estimate),
    '',
    ...models,
    ...(judgeCalls > 0
      ? [
          `judges: ${formatEstimatedMoney({ money: judges, simulated: false, basis: overall })} for ${counted(judgeCalls, 'call')}`,
        ]
      : []),
    ...(cached > 0 ? [`${formatCount(cached)} of ${counted(cells, 'answer')} are cached and cost nothing`] : []),
    ...(unknown.length > 0 ? [`Not in these figures, for their price is unknown: ${unknown.join(', ')}`] : []),
    '',
    maxPerRun === undefined
      ? 'No limit per run is set (polyprompt.budget.maxPerRun).'
      : `The run stops before it costs more than ${formatMoney(maxPerRun)}.`,
  ].join('\n');
}
