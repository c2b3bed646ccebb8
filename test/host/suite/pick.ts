import * as vscode from 'vscode';
import { eventually } from '../../support/eventually.ts';

/** Runs a command and answers its picks: marks the next item where several can be chosen, then Enter. */
export async function pick(command: string, argument?: unknown): Promise<void> {
  let ended = false;
  const running = vscode.commands.executeCommand(command, argument).then(() => {
    ended = true;
  });
  await eventually(`${command} to end`, async () => {
    // Before the pick is there, these do nothing.
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await vscode.commands.executeCommand('workbench.action.quickPickManyToggle');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return ended ? true : undefined;
  });
  await running;
}
