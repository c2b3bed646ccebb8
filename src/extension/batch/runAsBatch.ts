import * as vscode from 'vscode';
import { hasBatchEngine } from '../../core/batch/batchDesk.ts';
import { canBeBatched } from '../../core/batch/batchEstimate.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatBatchPrice, formatEstimatedMoney, formatEstimatedTime } from '../../core/pricing/formatSuiteEstimate.ts';
import { BatchKeeper } from '../../node/batch/batchKeeper.ts';
import type { AgreedCost } from '../services/agreeToCost.ts';
import type { EvalSelection } from '../services/evalRuns.ts';
import { runSuite } from '../services/runSuite.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { tellBatches } from './tellBatches.ts';

/** Leaves a suite to batch jobs, after both prices were shown. */
export async function runAsBatch(services: Services, argument: unknown): Promise<void> {
  const open = await suiteOf(services, argument);
  const { environment } = services;
  const batch = BatchKeeper.forNewRun({
    environment,
    registry: services.registry(),
    catalog: services.catalog(),
    storage: services.storageFor(open.uri),
    signal: new AbortController().signal,
  });
  const session = await runSuite(services, open, { batch, agree: agreeToBatch });
  // The end is not awaited: the command has ended when its run has begun.
  void session?.ended().then(() => tellBatches(open.uri, session.state, batch.problems));
}

interface Wanted {
  readonly planned: SuitePlan;
  readonly selection: EvalSelection;
}

/** Nothing stops a job half-way, so that everything is said, and a limit is kept, before the job is sent. */
async function agreeToBatch(
  services: Services,
  open: OpenSuite,
  { planned, selection }: Wanted,
): Promise<AgreedCost | undefined> {
  if (!canBeBatched(planned.plan, services.registry()))
    throw new PolypromptError('invalid-arguments', 'None of these models has a batch engine that Polyprompt knows.', {
      hint: 'Run the suite as it is; OpenAI, Anthropic and Google have one.',
    });
  const { estimate, batch = estimate } = await services.estimates.outlook(open, planned, selection);
  const { maxPerRun } = services.settings().budget;
  if (maxPerRun !== undefined && batch.money.high > maxPerRun)
    throw new PolypromptError(
      'invalid-arguments',
      `This batch may cost up to ${formatMoney(batch.money.high)}, more than the limit of ${formatMoney(maxPerRun)} per run.`,
      { hint: 'Raise polyprompt.budget.maxPerRun, or run fewer cases.' },
    );
  const chosen = await vscode.window.showInformationMessage(
    `Leave ${estimate.cells} answers to batch jobs for about ${formatMoney(batch.money.expected)}?`,
    { modal: true, detail: detailOf(services, planned, { estimate, batch }) },
    'Run as Batch',
  );
  if (chosen === undefined) return undefined;
  const { money, timeMs, simulated, unknown } = batch;
  return { estimate: { money, timeMs, simulated, unknown } };
}

function detailOf(
  services: Services,
  { plan }: SuitePlan,
  { estimate, batch }: { readonly estimate: SuiteEstimate; readonly batch: SuiteEstimate },
): string {
  const registry = services.registry();
  const live = plan.targets.flatMap(({ id, model }) => (hasBatchEngine(model, registry) ? [] : [id]));
  return [
    `${formatBatchPrice(batch)}.`,
    `${formatEstimatedMoney(estimate)} live, ${formatEstimatedTime(estimate)}.`,
    ...(estimate.cached > 0 ? [`${estimate.cached} answers are cached and cost nothing.`] : []),
    ...(live.length > 0 ? [`Asked at once, for no batch engine takes them: ${live.join(', ')}.`] : []),
    ...(estimate.unknown.length > 0 ? [`Price unknown: ${estimate.unknown.join(', ')}.`] : []),
    ...(estimate.judgeCalls > 0 ? ['Judges are asked in a further batch, once the answers are there.'] : []),
  ].join('\n');
}
