import * as path from 'node:path';
import * as vscode from 'vscode';
import { newPromptText } from '../../core/prompt/newPrompt.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { askText } from '../editor/askText.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { isThere } from '../editor/isThere.ts';
import { freeUri } from '../services/freeUri.ts';

/** `New Prompt File`: a prompt with one variable that can be run at once. */
export function registerNewPromptFile(): vscode.Disposable {
  return registerCommand(commands.newPromptFile, async () => {
    await createPrompt();
  });
}

/** The new file, open in an editor; undefined when no name was given. */
export async function createPrompt(): Promise<vscode.Uri | undefined> {
  const file = await chooseFile();
  if (!file) return undefined;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(newPromptText(file.path)));
  await vscode.window.showTextDocument(file);
  return file;
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const folder = await folderForNewFiles();
  if (!folder) return saveAs();
  const proposed = await freeUri(folder, (copy) => `new${copy}.prompt`);
  const value = path.posix.basename(proposed.path);
  const name = await askText({
    title: 'New Prompt File',
    prompt: 'The ending says the format: .prompt, .prompt.yml, .prompt.txt or .prompty.',
    value,
    valueSelection: [0, value.length - '.prompt'.length],
    validateInput: (typed) => problemOf(folder, typed.trim()),
  });
  return name === undefined ? undefined : vscode.Uri.joinPath(folder, name.trim());
}

/** The folder of the active editor where it belongs to the workspace, else the workspace's own; undefined without a folder. */
async function folderForNewFiles(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && vscode.workspace.getWorkspaceFolder(active)) return vscode.Uri.joinPath(active, '..');
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  const chosen = await vscode.window.showWorkspaceFolderPick({ placeHolder: 'The folder for the new file' });
  if (!chosen) throw new vscode.CancellationError();
  return chosen.uri;
}

async function problemOf(folder: vscode.Uri, name: string): Promise<string | undefined> {
  if (readPromptPath(name).format === undefined || !/\.prompt(?:y|\.ya?ml|\.txt)?$/i.test(name))
    return 'Write a name that ends in .prompt, .prompt.yml, .prompt.txt or .prompty.';
  if (/^\.\.?[\\/]|^[\\/]|[\\/]\.\.[\\/]/.test(name)) return 'Write a name, or a path inside of the folder.';
  return (await isThere(vscode.Uri.joinPath(folder, name))) ? 'There is a file of this name already.' : undefined;
}

function saveAs(): Thenable<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({
    title: 'New Prompt File',
    filters: { 'Prompt files': ['prompt', 'prompty', 'prompt.yml', 'prompt.txt'] },
  });
}
