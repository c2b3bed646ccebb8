import * as vscode from 'vscode';
import { expectAnswer } from '../../core/dataset/editCases.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { keepCase, writeCase } from '../services/keepCase.ts';
import type { Services } from '../services/services.ts';
import { type FoundCase, findCase, readCaseReference } from './caseReference.ts';

const save = 'Save';

/** Commands that write an answer into a dataset: by an edit of the open document, which can be looked at, undone and saved. */
export function registerDatasetCommands(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(registerCommand(commands.acceptAnswer, (argument) => acceptAnswer(services, argument)));
  held.add(registerCommand(commands.keepAsTestCase, (argument) => keepAsTestCase(services, argument)));
  return held;
}

async function acceptAnswer(services: Services, argument: unknown): Promise<void> {
  const found = await findCase(services, argument);
  const cell = answeredCell(found);
  const { testCase, open } = found;
  const sharing = open.suite.cases.filter(
    ({ place }) => place.file === testCase.place.file && place.range.start === testCase.place.range.start,
  );
  if (sharing.length > 1)
    throw new PolypromptError(
      'invalid-arguments',
      `This case stands for ${sharing.length} combinations of its lists.`,
      {
        hint: 'Write the combination out as a case of its own first.',
      },
    );
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(testCase.place.file));
  const edits = expectAnswer({ path: testCase.place.file, text: document.getText() }, testCase, outputText(cell));
  await applyAndShow(document, edits);
  tellAccepted(document, cell.target);
}

/** The edit can be looked at first: it is kept only when the file is saved. */
function tellAccepted(document: vscode.TextDocument, target: string): void {
  const name = vscode.workspace.asRelativePath(document.uri);
  // The message is not awaited: the command has ended, whether or not the message is read.
  void vscode.window
    .showInformationMessage(`The answer of ${target} is now what ${name} expects. The file is not saved yet.`, save)
    .then((chosen) => (chosen === undefined ? undefined : document.save()));
}

function answeredCell({ results, repeat }: FoundCase): CellState {
  const answered = results.flatMap((result) => result.cells).filter((cell) => cell.status === 'done');
  const cell = answered.find((candidate) => candidate.repeat === repeat) ?? answered[0];
  if (cell) return cell;
  throw new PolypromptError('invalid-arguments', 'This case has no answer yet.', { hint: 'Run it first.' });
}

/** The argument is a case of a suite, or `{prompt, inputs, answer}` of a comparison. */
async function keepAsTestCase(services: Services, argument: unknown): Promise<void> {
  if (readCaseReference(argument)) {
    const found = await findCase(services, argument);
    await writeCase(found.open, { vars: found.testCase.vars, expected: answeredCell(found).text });
    return;
  }
  if (!isJsonObject(argument) || typeof argument['prompt'] !== 'string' || typeof argument['answer'] !== 'string')
    throw new PolypromptError('invalid-arguments', 'There is no answer to keep.', { hint: 'Run a prompt first.' });
  const prompt = vscode.Uri.parse(argument['prompt'], true);
  const kept = {
    vars: isJsonObject(argument['inputs']) ? argument['inputs'] : {},
    expected: argument['answer'],
  };
  await keepCase(services, prompt, kept);
}
