import * as vscode from 'vscode';
import { addCase, expectAnswer } from '../../core/dataset/editCases.ts';
import type { NewCase } from '../../core/dataset/newCase.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/state.ts';
import type { TextEdit } from '../../core/text/textEdit.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
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
    await write(found.open, { vars: found.testCase.vars, expected: answeredCell(found).text });
    return;
  }
  if (!isJsonObject(argument) || typeof argument['prompt'] !== 'string' || typeof argument['answer'] !== 'string')
    throw new PolypromptError('invalid-arguments', 'There is no answer to keep.', { hint: 'Run a prompt first.' });
  const prompt = vscode.Uri.parse(argument['prompt'], true);
  const kept = {
    vars: isJsonObject(argument['inputs']) ? argument['inputs'] : {},
    expected: argument['answer'],
  };
  const open = (await chooseSuite(services, prompt)) ?? (await newSuite(services, prompt));
  if (open) await write(open, kept);
}

/** The suite that runs a prompt; asks where there are several. Undefined where there is none. */
async function chooseSuite(services: Services, prompt: vscode.Uri): Promise<OpenSuite | undefined> {
  const using = (await services.suites.all()).filter(
    ({ suite, uri }) =>
      suite.prompts.some(({ place }) => place?.file === prompt.fsPath) || uri.toString() === prompt.toString(),
  );
  if (using.length <= 1) return using[0];
  const chosen = await vscode.window.showQuickPick(
    using.map((open) => ({ label: open.name, description: `${open.suite.cases.length} cases`, open })),
    { title: 'Keep as a case of which suite?' },
  );
  if (!chosen) throw new vscode.CancellationError();
  return chosen.open;
}

/** Makes a suite of three lines and an empty file of cases beside the prompt. A `.prompt.yml` holds its cases itself. */
async function newSuite(services: Services, prompt: vscode.Uri): Promise<OpenSuite | undefined> {
  if (suiteFormatOf(prompt.path) === 'github') return services.suites.read(prompt);
  const file = prompt.path.split('/').at(-1) ?? 'prompt';
  const name = file.replace(/\.prompt(?:\.txt)?$|\.prompty$|\.[^.]*$/, '');
  const suite = vscode.Uri.joinPath(prompt, '..', `${name}.eval.yaml`);
  const cases = vscode.Uri.joinPath(prompt, '..', `${name}.cases.jsonl`);
  const models = services.memory.models(prompt) ?? services.settings().defaultModels;
  const chosen = await vscode.window.showInformationMessage(
    `No suite runs ${file} yet. Create ${name}.eval.yaml and ${name}.cases.jsonl beside it?`,
    { modal: true },
    'Create',
  );
  if (!chosen) return undefined;
  const edit = new vscode.WorkspaceEdit();
  const text = `prompt: ./${file}\nmodels: [${models.join(', ')}]\ncases: ./${name}.cases.jsonl\n`;
  edit.createFile(suite, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
  edit.createFile(cases, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  return services.suites.read(suite);
}

async function write(open: OpenSuite, added: NewCase): Promise<void> {
  const file = datasetOf(open);
  const document = await vscode.workspace.openTextDocument(file);
  await applyAndShow(document, addCase({ path: file.fsPath, text: document.getText() }, added));
}

/** The file for a new case: the one with the suite's last case, else the first file of cases that it names, else the suite itself. */
function datasetOf({ suite, files, uri }: OpenSuite): vscode.Uri {
  const last = suite.cases.at(-1)?.place.file;
  const data = [...files].find((file) => suiteFormatOf(file) === 'data');
  return vscode.Uri.file(last ?? data ?? uri.fsPath);
}

async function applyAndShow(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  for (const { range, text } of edits)
    change.replace(
      document.uri,
      new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
      text,
    );
  if (!(await vscode.workspace.applyEdit(change)))
    throw new PolypromptError('storage', 'The editor did not take the change.', { hint: 'Is the file read-only?' });
  await showWritten(document, edits);
}

/** Shows what was written, selected and in the middle, where the document is shown already, else beside the panel. */
async function showWritten(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const last = edits.at(-1) ?? { range: { start: 0, end: 0 }, text: '' };
  const before = edits.filter(({ range }) => range.start < last.range.start);
  const shift = before.reduce((sum, { range, text }) => sum + text.length - (range.end - range.start), 0);
  const start = last.range.start + shift;
  const written = new vscode.Range(document.positionAt(start), document.positionAt(start + last.text.trimEnd().length));
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn,
    selection: written,
    preserveFocus: true,
  });
  editor.revealRange(written, vscode.TextEditorRevealType.InCenter);
}
