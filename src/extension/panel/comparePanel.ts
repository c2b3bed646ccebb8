import * as vscode from 'vscode';
import type { RunEvent } from '../../core/run/events.ts';
import type { HostMessage, PanelSetup } from '../../protocol.ts';
import { runGuarded } from '../commandRegistry.ts';
import { panelType } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { panelTitle } from '../panelTitle.ts';
import type { Services } from '../services.ts';
import { distFolder, webviewPage } from '../webviewPage.ts';
import { handleIntent } from './intents.ts';
import { parsePanelMessage } from './panelMessages.ts';
import { panelSetup } from './panelSetup.ts';

const page = { element: 'polyprompt-panel', script: 'webview.js', styles: ['panel.css'] } as const;
/** At most 20 messages a second reach the panel, however fast the models write. */
const batchMs = 50;
/** Typing in the prompt settles before the setup is made anew. */
const settleMs = 250;

type Unnumbered = HostMessage extends infer M ? (M extends HostMessage ? Omit<M, 'seq'> : never) : never;

/**
 * The compare panel of one prompt: a snapshot when it asks, then numbered events. It holds no state of the run, so it can be closed,
 * hidden and rebuilt at any time.
 */
export class ComparePanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #prompt: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #held = new Disposables();
  #seq = 0;
  #waiting: RunEvent[] = [];
  #flushTimer: NodeJS.Timeout | undefined;
  #setupTimer: NodeJS.Timeout | undefined;
  #isReady = false;
  #isDisposed = false;

  constructor(services: Services, prompt: vscode.Uri, panel: vscode.WebviewPanel) {
    this.#services = services;
    this.#prompt = prompt;
    this.#panel = panel;
    this.#held.add(panel.onDidDispose(() => this.dispose()));
    this.#held.add(panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.#held.add(panel.onDidChangeViewState(() => this.#becomeVisible()));
    this.#listen();
    panel.webview.html = webviewPage(services.context, panel.webview, page);
  }

  static open(services: Services, prompt: vscode.Uri): ComparePanel {
    const panel = vscode.window.createWebviewPanel(
      panelType,
      panelTitle(prompt, 'Compare'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableForms: false, localResourceRoots: [distFolder(services.context)] },
    );
    return new ComparePanel(services, prompt, panel);
  }

  get prompt(): vscode.Uri {
    return this.#prompt;
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  reveal(): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#setupTimer);
    this.#held.dispose();
    this.#panel.dispose();
  }

  #listen(): void {
    const ours = (uri: vscode.Uri) => uri.toString() === this.#prompt.toString();
    const { sessions, memory, onDidChangeModels } = this.#services;
    this.#held.add(
      sessions.onDidHappen((happened) => {
        if (!ours(happened.prompt)) return;
        if (happened.type === 'replaced') runGuarded(this.#prompt, () => this.#sendSnapshot());
        else this.#queue(happened.event);
      }),
    );
    this.#held.add(memory.onDidChange((uri) => ours(uri) && this.#setupSoon(0)));
    this.#held.add(onDidChangeModels(() => this.#setupSoon(0)));
    this.#held.add(
      vscode.workspace.onDidChangeTextDocument((event) => ours(event.document.uri) && this.#setupSoon(settleMs)),
    );
    this.#held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#setupSoon(0)));
  }

  #receive(raw: unknown): void {
    const message = parsePanelMessage(raw);
    if (!message) return;
    runGuarded(this.#prompt, async () => {
      if (message.type !== 'ready' && message.type !== 'resync')
        return handleIntent(this.#services, this.#prompt, message);
      this.#isReady = true;
      return this.#sendSnapshot();
    });
  }

  /** A hidden panel loses messages, so it starts again from a snapshot when it is seen. */
  #becomeVisible(): void {
    if (this.#panel.visible && this.#isReady) runGuarded(this.#prompt, () => this.#sendSnapshot());
  }

  #queue(event: RunEvent): void {
    if (!this.#panel.visible) return;
    this.#waiting.push(event);
    this.#flushTimer ??= setTimeout(() => this.#flush(), batchMs);
    if (event.type === 'run-ended') this.#setupSoon(0);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#post({ type: 'events', events });
  }

  #setupSoon(delay: number): void {
    clearTimeout(this.#setupTimer);
    this.#setupTimer = setTimeout(
      () => runGuarded(this.#prompt, async () => this.#post({ type: 'setup', setup: await this.#setup() })),
      delay,
    );
  }

  async #sendSnapshot(): Promise<void> {
    const setup = await this.#setup();
    // What happened up to here is in the snapshot's state.
    this.#waiting = [];
    const { current, previous } = this.#services.sessions.get(this.#prompt);
    this.#post({ type: 'snapshot', setup, run: current?.state ?? null, previous: previous ?? null });
  }

  #setup(): Promise<PanelSetup> {
    return panelSetup(this.#services, this.#prompt);
  }

  #post(message: Unnumbered): void {
    if (this.#isDisposed) return;
    this.#seq += 1;
    void this.#panel.webview.postMessage({ ...message, seq: this.#seq });
  }
}
