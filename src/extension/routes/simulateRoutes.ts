import type * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { endedRunOf } from '../services/endedRun.ts';
import type { Services } from '../services/services.ts';
import { finishStep } from '../services/walkthroughSteps.ts';
import { RoutesPanel } from './routesPanel.ts';

/** `Simulate Routes`: replays a finished run of a suite through the routes of its folder. */
export function registerSimulateRoutes(services: Services): vscode.Disposable {
  return registerCommand(commands.simulateRoutes, async (argument) => {
    const { open, runId } = await endedRunOf(services, argument);
    const run = runId === undefined ? undefined : readRun(services.storageFor(open.uri), runId);
    if (!run)
      throw new PolypromptError('invalid-arguments', `${open.name} has no finished run to replay.`, {
        hint: 'Run it on two models or more first.',
      });
    new RoutesPanel(services, open.uri, run);
    finishStep('routes');
  });
}
