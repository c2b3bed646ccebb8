import * as vscode from 'vscode';
import { type ErrorAction, toPolypromptError } from '../../core/errors.ts';
import { commands } from './contributions.ts';
import { showError } from './showError.ts';

type CommandId = (typeof commands)[keyof typeof commands];

/**
 * Registers a command whose failures end as one sentence with one button, never as a stack trace. `marked` is all that is marked in a list
 * besides what the command was called on.
 */
export function registerCommand(
  id: CommandId,
  run: (argument: unknown, marked: unknown) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument: unknown, marked: unknown) => {
    try {
      await run(argument, marked);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      const record = toPolypromptError(error).toRecord();
      // The message is not awaited: a command has ended when its work has, whether or not the message is read.
      void showError(record).then((action) =>
        action === 'retry'
          ? vscode.commands.executeCommand(id, argument, marked)
          : performAction(action, { prompt: promptOf(argument) }),
      );
    }
  });
}

/** Runs work about a prompt or a suite without anybody waiting for it. A failure ends as one sentence with one button. */
export function runGuarded(uri: vscode.Uri, work: () => Promise<void>): void {
  work().catch(async (error: unknown) => {
    if (error instanceof vscode.CancellationError) return;
    const action = await showError(toPolypromptError(error).toRecord());
    if (action === 'retry') runGuarded(uri, work);
    else await performAction(action, { prompt: uri });
  });
}

/** The prompt and the model that an error is about. */
interface ActionPlace {
  readonly prompt?: vscode.Uri | undefined;
  /** The model that failed; the button of the error mends its provider. */
  readonly model?: string | undefined;
}

/** Does what an error's button says. `retry` belongs to the place that failed, which knows what to do again. */
export async function performAction(action: ErrorAction, { prompt, model }: ActionPlace = {}): Promise<void> {
  switch (action) {
    case 'set-key':
      await vscode.commands.executeCommand(commands.setApiKey, { model });
      return;
    case 'set-address':
      await vscode.commands.executeCommand(commands.addEndpoint, { model });
      return;
    case 'choose-models':
      await vscode.commands.executeCommand(commands.chooseModels, prompt);
      return;
    case 'open-settings':
      await vscode.commands.executeCommand(commands.openSettings);
      return;
    case 'trust-workspace':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    case 'open-prompt':
      if (prompt) await vscode.window.showTextDocument(prompt);
      return;
    case 'fill-inputs':
      await vscode.commands.executeCommand(commands.showPanel, prompt);
      return;
    case 'retry':
    case 'none':
  }
}

/** The prompt a command is about: the one given, else the one in the active editor. */
export function promptOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return vscode.window.activeTextEditor?.document.uri;
}
