import * as vscode from 'vscode';
import type { SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { defined } from '../../core/jsonRead.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';

/** Files of a folder as they are in the editor, with unsaved changes; `given` is the one that is open there. */
export function editorFiles(folder: string, given?: string): SuiteFiles {
  const unsaved = (file: string) =>
    vscode.workspace.textDocuments.find((document) => document.isDirty && document.uri.fsPath === file)?.getText();
  return workspaceSuiteFiles(folder, { unsaved, ...defined({ given }) });
}

/** The folder of the project that a file belongs to: its workspace folder, else its own. */
export function projectFolder(uri: vscode.Uri): string {
  return (vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..')).fsPath;
}
