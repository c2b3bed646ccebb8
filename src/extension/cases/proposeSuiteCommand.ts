import * as vscode from 'vscode';
import type { ProposedRow } from '../../core/cases/coverage/edgeRows.ts';
import { addDefaultChecks } from '../../core/dataset/editYaml.ts';
import { PolypromptError } from '../../core/errors.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import type { ProposedCheck } from '../../core/proposals/proposeChecks.ts';
import { counted } from '../../core/text/formatCount.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { requireTrust } from '../editor/trust.ts';
import { newSuiteFor } from '../services/casesOfSuite.ts';
import { freeUri } from '../services/freeUri.ts';
import { formatOf } from '../services/promptFiles.ts';
import { runSuite } from '../services/runSuite.ts';
import type { Services } from '../services/services.ts';
import { checksTried, chooseChecks } from './proposeChecksCommand.ts';
import { proposedRows, subjectFor } from './proposeRows.ts';

/** `Propose Eval Suite...`: from a prompt without any data to a suite that runs, with proposed cases and with checks tried on their answers. */
export function registerProposeSuite(services: Services): vscode.Disposable {
  return registerCommand(commands.proposeSuite, async (argument) => {
    const prompt = promptOf(argument);
    if (!prompt || !formatOf(services.memory, prompt))
      throw new PolypromptError('invalid-arguments', 'The active editor holds no prompt.', {
        hint: 'Open a prompt file, and try again.',
      });
    requireTrust();
    const rows = await proposedRows(services, await subjectFor(services, prompt));
    if (rows.length > 0) await leadOn(services, await writeSuite(services, prompt, rows));
  });
}

async function writeSuite(services: Services, prompt: vscode.Uri, rows: readonly ProposedRow[]): Promise<vscode.Uri> {
  const stem = readPromptPath(prompt.path).name;
  const file = await freeUri(vscode.Uri.joinPath(prompt, '..'), (copy) => `${stem}${copy}.cases.jsonl`);
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const suite = await newSuiteFor(services, prompt, file);
  await vscode.window.showTextDocument(suite);
  return suite;
}

/** Asks the cases once, and ends with the results by the checks that were taken; where the run is stopped or declined, the suite stays as it is. */
async function leadOn(services: Services, suite: vscode.Uri): Promise<void> {
  const open = await services.suites.read(suite);
  const session = await runSuite(services, open);
  if (!session || !(await hasAnswers(session, open.suite.cases.length))) return;
  const tried = await checksTried(services, open);
  const checks = tried.proposed.length > 0 ? await chooseChecks(open, tried, 'written into the suite') : [];
  if (checks.length > 0) {
    await writeChecks(suite, checks);
    await services.evals.rescore(suite, session.runId);
  }
  await vscode.commands.executeCommand(commands.showResults, suite);
}

/** Waits for the run. False where it was stopped or nothing was answered: its own message says why. */
async function hasAnswers(session: RunSession, cases: number): Promise<boolean> {
  const title = `Asks ${counted(cases, 'case')}, so that checks can be tried on the answers`;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      token.onCancellationRequested(() => session.stop());
      return session.ended();
    },
  );
  const { status, cells } = session.state;
  return status === 'done' && Object.values(cells).some((cell) => cell.status === 'done');
}

async function writeChecks(suite: vscode.Uri, checks: readonly ProposedCheck[]): Promise<void> {
  const document = await vscode.workspace.openTextDocument(suite);
  await applyAndShow(
    document,
    addDefaultChecks(
      document.getText(),
      checks.map(({ check }) => check),
    ),
  );
  await document.save();
}
