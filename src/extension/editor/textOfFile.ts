import * as vscode from 'vscode';
import { readTextIfThere } from '../../node/files/readTextIfThere.ts';

/** The text of a file as it is in the editor, else on disk; undefined when it cannot be read. */
export function textOfFile(file: string): string | undefined {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
  return open?.getText() ?? readTextIfThere(file);
}
