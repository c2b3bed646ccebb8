import * as vscode from 'vscode';
import { isThere } from '../editor/isThere.ts';

const mostCopies = 100;

/** The first name in a folder that is free. `copy` is empty at first, then `-2`, `-3` and so on. */
export async function freeUri(folder: vscode.Uri, nameOf: (copy: string) => string): Promise<vscode.Uri> {
  for (let count = 1; count < mostCopies; count++) {
    const uri = vscode.Uri.joinPath(folder, nameOf(count === 1 ? '' : `-${count}`));
    if (!(await isThere(uri))) return uri;
  }
  return vscode.Uri.joinPath(folder, nameOf(`-${Date.now()}`));
}
