import * as vscode from 'vscode';
import { isJsonObject } from '../../core/json.ts';

/** What a panel saved of itself is text from a webview: believed only as far as it is the address of a file. */
export function savedAddress(state: unknown, name: string): vscode.Uri | undefined {
  if (!isJsonObject(state) || typeof state[name] !== 'string') return undefined;
  try {
    return vscode.Uri.parse(state[name], true);
  } catch {
    return undefined;
  }
}
