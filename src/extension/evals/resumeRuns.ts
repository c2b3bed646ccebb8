import * as vscode from 'vscode';
import { actionLabels, PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { resultSentence } from '../../core/results/runListing.ts';
import { costOfRun, formatRunCost } from '../../core/results/summary.ts';
import type { RunState } from '../../core/run/state.ts';
import { askText } from '../editor/askText.ts';
import { performAction, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import type { Services } from '../services/services.ts';
import { showResultsLabel } from './tellEnded.ts';

/** Milliseconds to wait, so that the window comes up first. */
const settleMs = 1000;

/**
 * Offers to go on with runs that did not reach their end, because a crash cut them off, or their budget or a model that cannot go on
 * stopped them. Answers that were paid for are kept.
 */
export function registerResumeRuns(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(registerCommand(commands.resumeRun, (argument) => resumeRun(services, argument)));
  held.add(
    services.evals.sessions.onDidHappen((happened) => {
      if (happened.type !== 'event' || happened.event.type !== 'run-ended') return;
      if (happened.event.outcome === 'budget') void offerHigherLimit(services, happened.prompt);
      else if (happened.event.outcome === 'stopped') void tellWhatStopped(services, happened.prompt);
    }),
  );
  const timer = setTimeout(() => {
    for (const folder of vscode.workspace.workspaceFolders ?? []) void offerUnfinished(services, folder);
  }, settleMs);
  held.add({ dispose: () => clearTimeout(timer) });
  return held;
}

/** Offers to resume the newest run that was cut off, once per window. A list of old crashes would help nobody. */
async function offerUnfinished(services: Services, folder: vscode.WorkspaceFolder): Promise<void> {
  const [newest] = services.history.unfinished(services.storageFor(folder.uri));
  if (!newest || !vscode.workspace.isTrusted) return;
  const chosen = await vscode.window.showInformationMessage(
    `The eval ${newest.prompt} was cut off: ${endedCells(newest)} of ${newest.plan.length} answers are kept.`,
    'Resume',
    'Leave It',
  );
  const suite = vscode.Uri.joinPath(folder.uri, newest.prompt);
  if (chosen === 'Resume')
    await vscode.commands.executeCommand(commands.resumeRun, { suite: suite.toString(), runId: newest.runId });
  else if (chosen === 'Leave It') closeRun(services, suite, newest.runId);
}

/** Ends the open cells of a run as cancelled, so that it is not offered again. */
function closeRun(services: Services, suite: vscode.Uri, runId: string): void {
  services.history.close(services.storageFor(suite), runId, services.environment.clock.wallTime());
}

function endedCells({ cells }: RunState): number {
  return Object.values(cells).filter((cell) => cell.status === 'done').length;
}

/** The argument is `{suite, runId, maxCost?, asksLimit?}`. */
async function resumeRun(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  if (!isJsonObject(argument) || typeof argument['suite'] !== 'string' || typeof argument['runId'] !== 'string') return;
  const suite = vscode.Uri.parse(argument['suite'], true);
  const limit = typeof argument['maxCost'] === 'number' ? argument['maxCost'] : services.settings().budget.maxPerRun;
  const asked = argument['asksLimit'] === true ? await askForLimit(services, suite) : limit;
  const session = await services.evals.resume(suite, argument['runId'], asked);
  if (!session) throw new PolypromptError('storage', 'This run is no longer on disk.', { hint: 'Run the suite anew.' });
}

async function offerHigherLimit(services: Services, suite: vscode.Uri): Promise<void> {
  const state = services.evals.sessions.get(suite).current?.state;
  if (!state) return;
  const left = state.plan.length - endedCells(state);
  const chosen = await vscode.window.showWarningMessage(
    `The eval ${state.prompt} stopped at its limit: ${formatRunCost(costOfRun(state))} spent, ${left} answers not asked for.`,
    'Resume with a Higher Limit...',
  );
  if (chosen)
    await vscode.commands.executeCommand(commands.resumeRun, {
      suite: suite.toString(),
      runId: state.runId,
      asksLimit: true,
    });
}

/** The reason is a missing key, no credit, or an unknown model: no further answer could have come, so nothing more was asked. */
async function tellWhatStopped(services: Services, suite: vscode.Uri): Promise<void> {
  const state = services.evals.sessions.get(suite).current?.state;
  const errors = Object.values(state?.lanes ?? {}).flatMap((lane) => (lane.state === 'stopped' ? [lane] : []));
  const [first] = errors;
  if (!state || !first?.error) return;
  const left = state.plan.length - endedCells(state);
  const { message, hint, action } = first.error;
  const mend = action === 'none' || action === 'retry' ? undefined : actionLabels[action];
  const chosen = await vscode.window.showWarningMessage(
    `${resultSentence(state)} in ${state.prompt}. ${errors.map((lane) => lane.model).join(', ')}: ${message} ${hint} ${left} answers are left.`,
    ...(mend === undefined ? [] : [mend]),
    showResultsLabel,
    'Resume',
  );
  const about = { suite: suite.toString(), runId: state.runId };
  if (chosen === mend && mend !== undefined) await performAction(action, { prompt: suite, model: first.model });
  if (chosen === showResultsLabel) await vscode.commands.executeCommand(commands.showResults, about);
  if (chosen === 'Resume') await vscode.commands.executeCommand(commands.resumeRun, about);
}

async function askForLimit(services: Services, suite: vscode.Uri): Promise<number> {
  const state = services.evals.sessions.get(suite).current?.state;
  const spent = state ? costOfRun(state).amount : 0;
  const typed = await askText({
    title: 'Higher limit for this run',
    prompt: `US dollars in all; ${formatMoney(spent)} are spent already.`,
    value: String(Math.max(1, Math.ceil(spent * 2))),
    validateInput: (value) => (Number(value) > spent ? undefined : `Enter more than ${formatMoney(spent)}.`),
  });
  if (typed === undefined) throw new vscode.CancellationError();
  return Number(typed);
}
