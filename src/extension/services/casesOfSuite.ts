import * as path from 'node:path';
import * as vscode from 'vscode';
import { addCaseFile } from '../../core/dataset/addCaseFile.ts';
import { newSuiteText, starterChecks } from '../../core/plan/newSuiteText.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { freeUri } from './freeUri.ts';
import { preparePrompt } from './preparedPrompt.ts';
import type { Services } from './services.ts';

/** Lets a suite read one more file of cases, and saves it. */
export async function addToSuite(suite: vscode.Uri, file: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(suite);
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of addCaseFile(document.getText(), besides(suite, file)))
    edit.replace(suite, new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)), text);
  await vscode.workspace.applyEdit(edit);
  await document.save();
}

/** Makes a suite of a prompt beside it, which reads this file of cases. */
export async function newSuiteFor(services: Services, prompt: vscode.Uri, file: vscode.Uri): Promise<vscode.Uri> {
  const { document, choice } = await preparePrompt(services, prompt);
  const stem = readPromptPath(prompt.path).name;
  const uri = await freeUri(vscode.Uri.joinPath(prompt, '..'), (copy) => `${stem}${copy}.eval.yaml`);
  const { suite } = newSuiteText({
    prompt: path.posix.basename(prompt.path),
    fields: inputFields(document),
    models: choice,
    checks: starterChecks.slice(0, 1),
    casesFile: besides(uri, file).replace(/^\.\//, ''),
  });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(suite));
  return uri;
}

/** The path of a file as another one names it. */
function besides(from: vscode.Uri, file: vscode.Uri): string {
  const name = path.posix.relative(path.posix.dirname(from.path), file.path);
  return name.startsWith('.') ? name : `./${name}`;
}
