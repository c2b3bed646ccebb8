import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { acceptRun } from '../../node/check/acceptRun.ts';
import { readRun } from '../../node/runSession.ts';
import { registerCommand } from '../commandRegistry.ts';
import { commands } from '../contributions.ts';
import { suiteOf } from '../evals/suiteOf.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';

/** `Accept Run as Baseline`: what later changes of the suite are compared with. */
export function registerAcceptBaseline(services: Services): vscode.Disposable {
  return registerCommand(commands.acceptBaseline, (argument) => acceptBaseline(services, argument));
}

/** The argument is a suite, or `{suite, runId}`; the run that the suite shows, or its newest one, unless one is named. */
async function acceptBaseline(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const open = await suiteOf(services, argument);
  const { current } = services.evals.sessions.get(open.uri);
  if (current?.isRunning)
    throw new PolypromptError('invalid-arguments', 'The run is still under way.', { hint: 'Wait until it has ended.' });
  const named = isJsonObject(argument) && typeof argument['runId'] === 'string' ? argument['runId'] : undefined;
  const storage = services.storageFor(open.uri);
  const state =
    named === undefined ? (current?.state ?? services.evals.sessions.stored(open.uri, 1)[0]) : readRun(storage, named);
  if (!state)
    throw new PolypromptError('invalid-arguments', `${open.name} has no run to accept.`, { hint: 'Run it first.' });
  const { file, accepted, leftOut } = acceptRun(storage, state, open.suite, services.environment.clock.wallTime());
  const rest = leftOut > 0 ? ` ${leftOut} were not graded and are left out.` : '';
  void vscode.window
    .showInformationMessage(
      `${accepted} results of ${open.name} are its baseline now; commit it with the prompt.${rest}`,
      'Open Baseline',
    )
    .then(async (chosen) => {
      if (chosen !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
    });
}
