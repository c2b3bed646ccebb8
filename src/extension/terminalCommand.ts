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
    // Where the launchers cannot be written, terminals stay unchanged.
    variables.clear();
    return new vscode.Disposable(() => undefined);
  }
  variables.description = 'Adds the command `polyprompt`.';
  variables.prepend('PATH', `${folder}${path.delimiter}`);
  // The variables stay set for terminals that are opened before the extension starts the next time.
  return new vscode.Disposable(() => undefined);
}
