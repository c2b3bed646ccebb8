import * as path from 'node:path';
import * as vscode from 'vscode';

/**
 * The title, such as `one.prompt - Compare`. It has the folder where there are several, because files of the same name could not be told
 * apart.
 */
export function panelTitle(file: vscode.Uri, what: string): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? vscode.workspace.getWorkspaceFolder(file) : undefined;
  const name = path.posix.basename(file.path);
  return `${folder ? `${name} (${folder.name})` : name} - ${what}`;
}
