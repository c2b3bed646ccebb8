import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { describeRescore } from '../../core/results/rescoreScope.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import { endedRunOf } from '../services/endedRun.ts';
import { runSuite } from '../services/runSuite.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { findCase, readCaseReference } from './caseReference.ts';
import { rerunCases, rerunFailed } from './rerun.ts';
import { tellEnded } from './tellEnded.ts';

/** Commands that run suites and cases; links, lenses, the Test Explorer and the panel all end here. */
export function registerEvalCommands(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(
    registerCommand(commands.runSuite, async (argument) => {
      await runAndTell(services, argument, (open) => runSuite(services, open));
    }),
  );
  held.add(
    registerCommand(commands.runSuiteWithoutCache, async (argument) => {
      await runAndTell(services, argument, (open) => runSuite(services, open, { useCache: false }));
    }),
  );
  held.add(
    registerCommand(commands.runFailedCases, async (argument) => {
      await runAndTell(services, argument, (open) => rerunFailed(services, open));
    }),
  );
  held.add(registerCommand(commands.rescoreRun, (argument) => rescoreRun(services, argument)));
  held.add(registerCommand(commands.rerunCase, (argument) => rerunCase(services, argument)));
  held.add(registerCommand(commands.showCase, (argument) => showCase(services, argument)));
  held.add(registerCommand(commands.openExpectedDiff, (argument) => openExpectedDiff(services, argument)));
  return held;
}

async function runAndTell(
  services: Services,
  argument: unknown,
  run: (open: OpenSuite) => Promise<RunSession | undefined>,
): Promise<void> {
  const open = await suiteOf(services, argument);
  const session = await run(open);
  // The message is not awaited: the command has ended when the run has begun.
  if (session) void tellEnded(services, open, session);
}

async function rescoreRun(services: Services, argument: unknown): Promise<void> {
  requireTrust();
  const { open, runId } = await endedRunOf(services, argument);
  const counts = runId === undefined ? undefined : await services.evals.rescore(open.uri, runId);
  if (!counts)
    throw new PolypromptError('invalid-arguments', `${open.name} has no run to rescore.`, { hint: 'Run it first.' });
  void vscode.window.showInformationMessage(`No model was asked: ${describeRescore(counts)}.`);
}

async function rerunCase(services: Services, argument: unknown): Promise<void> {
  const { open, testCase } = await findCase(services, argument);
  const target = readCaseReference(argument)?.target;
  const cases = new Set([testCase.id]);
  await rerunCases(services, open, target === undefined ? { cases } : { cases, targets: new Set([target]) });
}

/** Opens the file of a case at its line. */
async function showCase(services: Services, argument: unknown): Promise<void> {
  const { testCase } = await findCase(services, argument);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(testCase.place.file));
  const start = document.positionAt(testCase.place.range.start);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(start, start),
    viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
  });
}

/** Compares what a check expected with the answer, in the editor's own diff. */
async function openExpectedDiff(services: Services, argument: unknown): Promise<void> {
  const { results } = await findCase(services, argument);
  for (const { target, cells } of results) {
    for (const cell of cells) {
      const expected = cell.verdict?.checks.find(
        ({ expected: text, outcome }) => text !== undefined && outcome === 'fail',
      );
      if (expected?.expected !== undefined)
        return services.answers.openTexts(
          { name: 'expected', text: expected.expected },
          { name: target, text: outputText(cell) },
        );
    }
  }
  throw new PolypromptError('invalid-arguments', 'No failed check of this case expects a certain text.', {
    hint: 'The hover over the case says what each check expected.',
  });
}
