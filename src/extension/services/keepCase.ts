import * as vscode from 'vscode';
import { addCase } from '../../core/dataset/editCases.ts';
import type { NewCase } from '../../core/dataset/newCase.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';

/** Writes a case into the suite that runs a prompt, or into a new one; nothing is written where the user declines. */
export async function keepCase(services: Services, prompt: vscode.Uri, added: NewCase): Promise<void> {
  const open = (await chooseSuite(services, prompt)) ?? (await newSuite(services, prompt));
  if (open) await writeCase(open, added);
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

/** Writes a case into the files of a suite. */
export async function writeCase(open: OpenSuite, added: NewCase): Promise<void> {
  const file = datasetOf(open);
  const document = await vscode.workspace.openTextDocument(file);
  await applyAndShow(document, addCase({ path: file.fsPath, text: document.getText() }, added));
}

/** The file for a new case: the one with the suite's last case, else the first file of cases that it names, else the suite itself. */
export function datasetOf({ suite, files, uri }: OpenSuite): vscode.Uri {
  const last = suite.cases.at(-1)?.place.file;
  const data = [...files].find((file) => suiteFormatOf(file) === 'data');
  return vscode.Uri.file(last ?? data ?? uri.fsPath);
}
