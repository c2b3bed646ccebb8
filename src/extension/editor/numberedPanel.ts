import * as vscode from 'vscode';
import { Disposables } from './disposables.ts';
import { panelTitle } from './panelTitle.ts';
import { distFolder, type WebviewParts, webviewPage } from './webviewPage.ts';

/** A message to a panel, without the number that makes a gap visible. */
type Unnumbered<Message> = Message extends unknown ? Omit<Message, 'seq'> : never;

export interface PanelFeature {
  readonly context: vscode.ExtensionContext;
  readonly page: WebviewParts;
  /** Takes a message from the page, which has not been checked. */
  receive(raw: unknown): void;
  /** Starts again, because a hidden panel loses messages. */
  becomeVisible(): void;
}

export interface NewPanel {
  readonly context: vscode.ExtensionContext;
  readonly viewType: string;
  /** The file that the panel is about. */
  readonly about: vscode.Uri;
  /** What the panel shows, as its title says it: `Compare` or `Results`. */
  readonly what: string;
}

/** An empty panel beside the editor, which may load only files of `dist`. */
export function createPanel({ context, viewType, about, what }: NewPanel): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    viewType,
    panelTitle(about, what),
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, enableForms: false, localResourceRoots: [distFolder(context)] },
  );
}

/** The shell of a panel: its page, its numbered messages, and everything that ends with it. */
export class NumberedPanel<Message extends { readonly seq: number }> implements vscode.Disposable {
  readonly held = new Disposables();
  /** True once the page has asked for its first snapshot. */
  isReady = false;
  readonly #panel: vscode.WebviewPanel;
  #seq = 0;
  #isDisposed = false;

  constructor(panel: vscode.WebviewPanel, { context, page, receive, becomeVisible }: PanelFeature) {
    this.#panel = panel;
    this.held.add(panel.onDidDispose(() => this.dispose()));
    this.held.add(panel.webview.onDidReceiveMessage((message: unknown) => receive(message)));
    this.held.add(panel.onDidChangeViewState(() => this.isShown && becomeVisible()));
    panel.webview.html = webviewPage(context, panel.webview, page);
  }

  /** True while messages reach the page. */
  get isShown(): boolean {
    return this.isReady && this.#panel.visible;
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  reveal(): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
  }

  post(message: Unnumbered<Message>): void {
    if (this.#isDisposed) return;
    this.#seq += 1;
    void this.#panel.webview.postMessage({ ...message, seq: this.#seq });
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.held.dispose();
    this.#panel.dispose();
  }
}
