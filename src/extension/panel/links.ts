import * as vscode from 'vscode';

/** Opens a link of an answer in the browser after the reader has seen its whole host; anything but web and mail is ignored. */
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

/** The parsed address when it is http, https or mailto without a user name hidden in it. */
export function safeLink(url: string): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  const allowed = parsed.protocol === 'https:' || parsed.protocol === 'http:' || parsed.protocol === 'mailto:';
  return allowed && parsed.username === '' && parsed.password === '' ? parsed : undefined;
}
