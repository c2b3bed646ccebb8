import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';

/** The workspace folder that a call is about: the first that has the file it names, else the first of all. */
export async function folderOfArguments(input: object): Promise<string> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (!first)
    throw new PolypromptError('invalid-arguments', 'No folder is open: the tools work in a workspace folder.', {
      hint: 'Ask the user to open the folder of the project.',
    });
  if (folders.length === 1) return first.uri.fsPath;
  const names = Object.values(input).filter((value) => typeof value === 'string');
  for (const folder of folders)
    for (const name of names) if (await isThere(vscode.Uri.joinPath(folder.uri, name))) return folder.uri.fsPath;
  return first.uri.fsPath;
}

async function isThere(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
