import * as vscode from 'vscode';
import { commands } from './editor/contributions.ts';
import type { Services } from './services/services.ts';

/** Tells, once per change, which settings could not be used. The button opens the settings editor. */
export function registerSettingsNotice(services: Services): vscode.Disposable {
  let said = '';
  const check = () => {
    const [first, ...more] = services.settings().complaints;
    if (first === undefined || first === said) return;
    said = first;
    const others = more.length === 0 ? '' : ` (${more.length} more)`;
    void vscode.window.showWarningMessage(`${first}${others}`, 'Open Settings').then((chosen) => {
      if (chosen) void vscode.commands.executeCommand(commands.openSettings);
    });
  };
  return services.onDidChangeModels(check);
}
