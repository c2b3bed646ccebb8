import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { proofKeeper } from '../../node/improve/proofKeeper.ts';
import { type ImproveWork, runImprove } from '../../node/improve/runImprove.ts';
import { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { runGuarded } from '../editor/commandRegistry.ts';
import { showError } from '../editor/showError.ts';
import { requireTrust } from '../editor/trust.ts';
import { modelsWithKeys } from '../services/keyAccess.ts';
import type { Services } from '../services/services.ts';
import { improvableOf, type Outlook, outlookOf, textOpener, type Wish } from './improveOutlook.ts';

/** Begins an improvement once its cost was agreed to. Undefined when it should not begin; nothing was sent then. */
export async function startImprovement(services: Services, wish: Wish): Promise<true | undefined> {
  requireTrust();
  const outlook = await outlookOf(services, wish);
  if (!(await mayAsk(services, outlook)) || !(await agree(services, outlook))) return undefined;
  await carryOut(services, wish, outlook);
  return true;
}

/** Goes on with a stored improvement where it was. What was answered is not asked again. */
export async function resumeImprovement(services: Services, wish: Wish, runId: string): Promise<void> {
  requireTrust();
  const { current } = services.improvements.get(wish.open.uri);
  const head = current?.state.runId === runId ? current.state.improve : undefined;
  if (!current || !head)
    throw new PolypromptError('storage', 'This improvement is no longer there.', { hint: 'Begin a new one.' });
  const to = head.port ? head.target : undefined;
  const options = { ...wish.options, target: head.port?.from ?? head.target };
  const judge = head.judge?.check;
  const improvable = await improvableOf(services, { open: wish.open, options, ...defined({ to, judge }) });
  const { prompt: name, promptVersion } = current.state;
  current.dispose();
  await carryOut(services, wish, { runId, name, promptVersion, improvable, head });
}

/** True where both models can be asked, or where what lacks a key was given one. */
async function mayAsk(services: Services, { improvable: { target, promise }, head }: Outlook): Promise<boolean> {
  const wanted = [...new Set([target.model, head.reflect, ...(promise ? [promise.target.model] : [])])];
  for (const model of wanted) if ((await modelsWithKeys(services, [model])).length === 0) return false;
  return true;
}

/** True unless the user declines what it may cost. A limit that was set is an agreement. */
async function agree(services: Services, { estimate, head }: Outlook): Promise<boolean> {
  const { money, simulated, unknown } = estimate;
  if (simulated || head.maxCost !== undefined) return true;
  if (unknown.length === 0 && money.high <= services.settings().budget.confirmAbove) return true;
  const what =
    unknown.length > 0
      ? `The price of ${unknown.join(', ')} is not known: only calls are limited.`
      : `It may cost up to ${formatMoney(money.high)}, probably about ${formatMoney(money.expected)}.`;
  const start = 'Start';
  const chosen = await vscode.window.showWarningMessage(
    'Start this improvement?',
    { modal: true, detail: what },
    start,
  );
  return chosen === start;
}

/** Runs it in the background: the page follows its session. */
async function carryOut(services: Services, { open, options }: Wish, work: ImproveWork): Promise<void> {
  const { uri, suite } = open;
  const { improvements, context, environment } = services;
  const places = { environment, registry: services.registry(), catalog: services.catalog() };
  const { keeper, problems } = await proofKeeper(
    { ...places, storage: services.storageFor(uri) },
    { runId: work.runId, isWished: options.batch },
  );
  for (const { error } of problems) void showError(error.toRecord());
  const run = runImprove(
    {
      ...improvements.contextFor(uri, {
        lanes: laneLimits(defined({ ofSuite: suite.concurrency })),
        whenDiskIsFull: 'finish',
        ...defined({ batch: keeper, servers: SuiteServers.recorded(suite.recordings) }),
      }),
      distFolder: path.join(context.extensionUri.fsPath, 'dist'),
      openText: textOpener(open),
      onSession: (session) => improvements.adopt(uri, session),
    },
    work,
  );
  runGuarded(uri, async () => void (await run));
}
