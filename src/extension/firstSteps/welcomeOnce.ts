import * as vscode from 'vscode';
import type { Services } from '../services/services.ts';

const key = 'polyprompt.welcomed';
const walkthrough = 'polyprompt.polyprompt#start';

/**
 * Opens the walkthrough the first time that a window with prompts shows nothing at all. It does not open for a user who has switched off
 * the page at the start (`workbench.startupEditor`).
 */
export function registerWelcomeOnce({ context }: Pick<Services, 'context'>): vscode.Disposable {
  const nothing = new vscode.Disposable(() => undefined);
  const isWanted = vscode.workspace.getConfiguration('workbench').get('startupEditor') !== 'none';
  const isEmpty = vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  if (context.globalState.get(key) === true) return nothing;
  void context.globalState.update(key, true);
  if (isWanted && isEmpty) void vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
  return nothing;
}
