import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { isThere } from '../editor/isThere.ts';
import { distFolder } from '../editor/webviewPage.ts';

/** The prompt that a first look begins with. */
export const samplePrompt = 'triage.prompt';

/** The examples that come with the extension, from path in their folder to text. */
async function exampleFiles(context: vscode.ExtensionContext): Promise<ReadonlyMap<string, string>> {
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(distFolder(context), 'examples.json'));
  const files: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (!isJsonObject(files))
    throw new PolypromptError('storage', 'The examples of the extension cannot be read.', {
      hint: 'Install the extension again.',
    });
  return new Map(Object.entries(files).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])));
}

/** Writes the examples into a folder. A file that exists already is not changed. */
export async function writeExamples(context: vscode.ExtensionContext, folder: vscode.Uri): Promise<void> {
  for (const [name, text] of await exampleFiles(context)) {
    const file = vscode.Uri.joinPath(folder, ...name.split(path.posix.sep));
    if (!(await isThere(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
}
