import * as path from 'node:path';
import * as vscode from 'vscode';
import { writeLaunchers } from '../node/launcher.ts';
import type { Services } from './services/services.ts';

/** Puts `polyprompt` on the PATH of the editor's terminals: the command line that the extension brings, without an installation. */
export function registerTerminalCommand({ context }: Services): vscode.Disposable {
  const variables = context.environmentVariableCollection;
  const folder = path.join(context.globalStorageUri.fsPath, 'bin');
  try {
    const program = { cli: context.asAbsolutePath('dist/polyprompt.js'), editor: process.execPath };
    writeLaunchers(folder, program, process.platform);
  } catch {
    // Where nothing can be written, terminals are as they were.
    variables.clear();
    return new vscode.Disposable(() => undefined);
  }
  variables.description = 'Adds the command `polyprompt`.';
  variables.prepend('PATH', `${folder}${path.delimiter}`);
  // What was set stays for terminals that are opened before the extension wakes up.
  return new vscode.Disposable(() => undefined);
}
