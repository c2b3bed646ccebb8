import * as vscode from 'vscode';
import { actionLabels, type ErrorAction, type ErrorRecord } from '../../core/errors.ts';

/** Shows an error as its one sentence with its one button. The result is the action that the user chose. */
export async function showError(error: ErrorRecord): Promise<ErrorAction> {
  const label = error.action === 'none' ? undefined : actionLabels[error.action];
  const chosen = await vscode.window.showErrorMessage(
    [`${error.message} ${error.hint}`, ...(error.lines ?? [])].join('\n'),
    ...(label ? [label] : []),
  );
  return chosen === undefined ? 'none' : error.action;
}
