import * as vscode from 'vscode';

/**
 * An input box that stays while another window or panel takes the focus, so that what was typed is not lost. The result is undefined when
 * it is dismissed.
 */
export function askText(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ...options, ignoreFocusOut: true });
}
