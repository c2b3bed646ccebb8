import * as vscode from 'vscode';
import { safeLink } from './safeLink.ts';

/** Opens a link of an answer in the browser after the reader has seen its whole host. Anything but web and mail is ignored. */
export async function openLink(url: string): Promise<void> {
  const target = safeLink(url);
  if (!target) return;
  const where = target.protocol === 'mailto:' ? target.pathname : target.host;
  const open = 'Open Link';
  const chosen = await vscode.window.showWarningMessage(
    `An answer links to ${where}.`,
    { modal: true, detail: target.href.slice(0, 500) },
    open,
  );
  if (chosen === open) await vscode.env.openExternal(vscode.Uri.parse(target.href, true));
}
