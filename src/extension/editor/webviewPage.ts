import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type PanelPage, panelHtml } from './panelHtml.ts';

/** The folder that panels may load from. */
export function distFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.extensionUri, 'dist');
}

export interface WebviewParts {
  readonly element: PanelPage['element'];
  /** The name of a file in `dist`. */
  readonly script: string;
  readonly styles: readonly string[];
}

/** A panel's page with a nonce of its own. */
export function webviewPage(context: vscode.ExtensionContext, webview: vscode.Webview, parts: WebviewParts): string {
  const uriOf = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(distFolder(context), name)).toString();
  return panelHtml({
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    scriptUri: uriOf(parts.script),
    styleUris: parts.styles.map(uriOf),
    codiconUri: uriOf('codicon.css'),
    element: parts.element,
  });
}
