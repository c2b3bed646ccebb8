import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { counted } from '../../core/text/formatCount.ts';
import { acceptRun } from '../../node/gate/acceptRun.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { requireTrust } from '../editor/trust.ts';
import { endedRunOf } from '../services/endedRun.ts';
import type { Services } from '../services/services.ts';

/** `Accept Run as Baseline`: later changes of the suite are compared with this run. */
export function registerAcceptBaseline(services: Services): vscode.Disposable {
  return registerCommand(commands.acceptBaseline, (argument) => acceptBaseline(services, argument));
}

async function acceptBaseline(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const { open, runId, current } = await endedRunOf(services, argument);
  const storage = services.storageFor(open.uri);
  const stored = () => (runId === undefined ? undefined : readRun(storage, runId));
  const state = current && current.runId === runId ? current.state : stored();
  if (!state)
    throw new PolypromptError('invalid-arguments', `${open.name} has no run to accept.`, { hint: 'Run it first.' });
  const today = services.environment.clock.wallTime();
  const { file, accepted, leftOut } = acceptRun(storage, state, { suite: open.suite, today });
  const rest = leftOut > 0 ? ` Left out: ${counted(leftOut, 'result')} without a grade.` : '';
  void vscode.window
    .showInformationMessage(
      `Accepted ${counted(accepted, 'result')} of ${open.name} as its baseline. Commit the baseline with the prompt.${rest}`,
      'Open Baseline',
    )
    .then(async (chosen) => {
      if (chosen !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
    });
}
