import * as path from 'node:path';
import * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import { openRepositories, requireOne } from '../services/openRepositories.ts';
import type { PromptChanges } from '../services/promptChanges.ts';
import type { Services } from '../services/services.ts';
import { finishStep } from '../services/walkthroughSteps.ts';
import { chooseCommit } from './chooseCommit.ts';
import { ChangeGate, type GateRequest } from './gateChanges.ts';
import { tellGated } from './tellGated.ts';

/** `Compare with HEAD`, `Compare with Branch or Commit...` and `Run Evals for Staged Prompts`. */
export function registerCompareCommands(services: Services, changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const gate = new ChangeGate(services, changes);
  held.add(
    registerCommand(commands.compareWithHead, async (argument) => {
      const file = await fileOf(services, argument);
      await gateAndTell(gate, [{ ...(await workingCopyOf(file)), opensDiff: true }]);
    }),
  );
  held.add(
    registerCommand(commands.compareWithCommit, async (argument) => {
      const file = await fileOf(services, argument);
      const request = await workingCopyOf(file);
      const against = await chooseCommit(request.repository);
      if (against !== undefined) await gateAndTell(gate, [{ ...request, against, opensDiff: true }]);
    }),
  );
  held.add(
    registerCommand(commands.checkStaged, () =>
      withProgress('Comparing staged prompts with HEAD', () => gateStaged(gate)),
    ),
  );
  return held;
}

/** The status bar shows this at once. The run itself follows when both versions are read. */
async function withProgress(title: string, work: () => Promise<void>): Promise<void> {
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}

/** The given file, else that of the active editor when a suite reads it. Undefined means everything that changed. */
async function fileOf({ suites }: Services, argument: unknown): Promise<vscode.Uri | undefined> {
  requireTrust();
  if (argument instanceof vscode.Uri) return argument;
  const active = vscode.window.activeTextEditor?.document.uri;
  const isRead = active && (await suites.all()).some(({ files }) => files.has(active.fsPath));
  return isRead ? active : undefined;
}

async function workingCopyOf(file: vscode.Uri | undefined): Promise<Omit<GateRequest, 'opensDiff'>> {
  const repository = requireOne(await openRepositories(), file);
  return { repository, staged: false, ...defined({ file }) };
}

async function gateStaged(gate: ChangeGate): Promise<void> {
  requireTrust();
  const repositories = await openRepositories();
  requireOne(repositories);
  const requests = repositories.map((repository) => ({ repository, staged: true, opensDiff: false }));
  await gateAndTell(gate, requests);
}

async function gateAndTell(gate: ChangeGate, requests: readonly GateRequest[]): Promise<void> {
  const [first, ...others] = await gate.run(requests);
  // The message is not awaited: a command has ended when its work has, whether or not the message is read.
  if (first) {
    finishStep('gate');
    void tellGated([first, ...others]);
  } else void tellNothing(requests);
}

async function tellNothing([request]: readonly GateRequest[]): Promise<void> {
  if (!request?.staged) {
    const file = request?.file ? ` with ${path.basename(request.file.fsPath)}` : '';
    await vscode.window.showInformationMessage(
      `What suites ask and check${file} is the same as in ${request?.against ?? 'HEAD'}.`,
    );
    return;
  }
  const compare = 'Compare Working Copy';
  const chosen = await vscode.window.showInformationMessage('Nothing is staged that a suite asks or checks.', compare);
  if (chosen !== undefined) await vscode.commands.executeCommand(commands.compareWithHead);
}
