import * as vscode from 'vscode';
import { isJsonObject } from '../../core/json.ts';

/** The address of a file out of what a panel saved of itself. The saved state is text from a webview, so anything else in it is ignored. */
export function savedAddress(state: unknown, name: string): vscode.Uri | undefined {
  if (!isJsonObject(state) || typeof state[name] !== 'string') return undefined;
  try {
    return vscode.Uri.parse(state[name], true);
  } catch {
    return undefined;
  }
}
