import * as vscode from 'vscode';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { serversNamedIn } from '../../core/routing/suiteServers.ts';
import type { SuiteServers } from '../../node/mcp/suiteServers.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { performAction } from '../editor/commandRegistry.ts';
import { requireTrust } from '../editor/trust.ts';
import { agreeToCost } from './agreeToCost.ts';
import type { EvalSelection } from './evalRuns.ts';
import { modelsWithKeys } from './keyAccess.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';
import { readyServers } from './toolServers.ts';

/**
 * Runs cells of a suite: checks that it can, asks for missing keys, tells what it costs, and asks where that is much. Undefined when the
 * user declined; nothing was sent then. Throws a `PolypromptError` when it cannot start.
 */
export async function runSuite(
  services: Services,
  open: OpenSuite,
  { agree = agreeToCost, ...selection }: EvalSelection & { readonly agree?: typeof agreeToCost } = {},
): Promise<RunSession | undefined> {
  requireTrust();
  refuseBroken(open);
  if (!(await mayReplace(services, open))) return undefined;
  const wanted = services.evals.targetsOf(open).filter(({ id }) => selection.targets?.has(id) !== false);
  if (wanted.length === 0) {
    await performAction('choose-models', { prompt: open.uri });
    return undefined;
  }
  const models = new Set(
    await modelsWithKeys(
      services,
      wanted.map((target) => target.model),
    ),
  );
  const targets = new Set(wanted.filter((target) => models.has(target.model)).map((target) => target.id));
  if (targets.size === 0) return undefined;
  const chosen = { ...selection, targets };
  const ready = await readyServers(services, open.uri, wantedServers(open.suite, selection));
  if (!ready) return undefined;
  const { servers } = ready;
  const session = await startAgreed(services, servers ? withServers(open, servers) : open, {
    ...chosen,
    agree,
    ...defined({ servers }),
  });
  if (!session) await servers?.dispose();
  return session;
}

/** Plans, tells what it costs, and starts. Servers that were started are ended where it does not come to that. */
async function startAgreed(
  services: Services,
  open: OpenSuite,
  { agree, ...chosen }: EvalSelection & { readonly agree: typeof agreeToCost },
): Promise<RunSession | undefined> {
  try {
    const planned = await services.evals.plan(open, chosen);
    const agreed = await agree(services, open, { planned, selection: chosen });
    if (!agreed) return undefined;
    tellWhatIsLeftOut(planned.problems.length);
    return services.evals.start(open, planned, { ...chosen, ...agreed });
  } catch (error) {
    await chosen.servers?.dispose();
    throw error;
  }
}

/** The MCP servers that a suite uses. A batch outlives the window, so its calls are answered by what is recorded. */
export function wantedServers(suite: Suite, { batch }: EvalSelection): Parameters<typeof readyServers>[2] {
  const { recordings = new Map(), projectServers: project = new Map() } = suite;
  return { names: batch ? [] : serversNamedIn(suite), recordings, project };
}

/** The suite with what is known of the servers that were started for it. */
export function withServers(open: OpenSuite, servers: SuiteServers): OpenSuite {
  return { ...open, suite: { ...open.suite, servers: servers.known } };
}

/** A suite has one run at a time. Another one would stop it, so the user is asked first. */
async function mayReplace(services: Services, open: OpenSuite): Promise<boolean> {
  if (!services.evals.sessions.get(open.uri).current?.isRunning) return true;
  const chosen = await vscode.window.showWarningMessage(
    `A run of ${open.name} is under way. Stop it and start a new one?`,
    { modal: true, detail: 'What has been answered is kept.' },
    'Stop and Run',
  );
  return chosen !== undefined;
}

/** Throws when the suite has no prompt or no case, so that nothing could run. The first error says why. */
function refuseBroken({ suite, name }: OpenSuite): void {
  if (suite.prompts.length > 0 && suite.cases.length > 0) return;
  const error = suite.problems.find((problem) => problem.severity === 'error');
  throw new PolypromptError('invalid-prompt', error?.message ?? `${name} holds no case.`, {
    hint: 'See the Problems of the suite.',
  });
}

function tellWhatIsLeftOut(count: number): void {
  if (count > 0)
    vscode.window.setStatusBarMessage(
      `$(warning) ${count} ${count === 1 ? 'case' : 'cases'} cannot be rendered and ${count === 1 ? 'is' : 'are'} left out: see Problems.`,
      10_000,
    );
}
