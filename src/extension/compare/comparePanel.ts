import * as vscode from 'vscode';
import type { RunEvent } from '../../core/run/events.ts';
import type { CompareIntent, CompareSetup, HostMessage } from '../../protocol.ts';
import { runGuarded } from '../editor/commandRegistry.ts';
import { panelType } from '../editor/contributions.ts';
import { createPanel, NumberedPanel } from '../editor/numberedPanel.ts';
import { rowsOf } from '../services/promptRows.ts';
import type { Services } from '../services/services.ts';
import { handleIntent } from './compareIntents.ts';
import { parseCompareMessage } from './compareMessages.ts';
import { compareSetup } from './compareSetup.ts';

const page = { element: 'polyprompt-panel', script: 'webview.js', styles: ['panel.css'] } as const;
/** Milliseconds between two batches of messages: the panel gets at most 20 a second, however fast the models write. */
const batchMs = 50;
/** Milliseconds without typing in the prompt before the setup is made anew. */
const settleMs = 250;

/**
 * The compare panel of one prompt: a snapshot when it asks, then numbered events. It holds no state of the run, so it can be closed,
 * hidden and rebuilt at any time.
 */
export class ComparePanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #prompt: vscode.Uri;
  readonly #panel: NumberedPanel<HostMessage>;
  #waiting: RunEvent[] = [];
  #flushTimer: NodeJS.Timeout | undefined;
  #setupTimer: NodeJS.Timeout | undefined;

  constructor(services: Services, prompt: vscode.Uri, panel: vscode.WebviewPanel) {
    this.#services = services;
    this.#prompt = prompt;
    this.#panel = new NumberedPanel(panel, {
      context: services.context,
      page,
      receive: (raw) => this.#receive(raw),
      becomeVisible: () => runGuarded(this.#prompt, () => this.#sendSnapshot()),
    });
    this.#listen();
  }

  static open(services: Services, prompt: vscode.Uri): ComparePanel {
    const { context } = services;
    return new ComparePanel(
      services,
      prompt,
      createPanel({ context, viewType: panelType, about: prompt, what: 'Compare' }),
    );
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #listen(): void {
    const ours = (uri: vscode.Uri) => uri.toString() === this.#prompt.toString();
    const { sessions, memory, onDidChangeModels } = this.#services;
    const { held } = this.#panel;
    held.add({ dispose: () => this.#stopTimers() });
    held.add(
      sessions.onDidHappen((happened) => {
        if (!ours(happened.prompt)) return;
        if (happened.type === 'replaced') runGuarded(this.#prompt, () => this.#sendSnapshot());
        else this.#queue(happened.event);
      }),
    );
    held.add(memory.onDidChange((uri) => ours(uri) && this.#setupSoon(0)));
    held.add(this.#services.suites.onDidChange(() => this.#setupSoon(settleMs)));
    held.add(onDidChangeModels(() => this.#setupSoon(0)));
    held.add(
      vscode.workspace.onDidChangeTextDocument((event) => ours(event.document.uri) && this.#setupSoon(settleMs)),
    );
    held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#setupSoon(0)));
  }

  #receive(raw: unknown): void {
    const message = parseCompareMessage(raw);
    if (!message) return;
    runGuarded(this.#prompt, async () => {
      if (message.type !== 'ready' && message.type !== 'resync') return this.#carryOut(message);
      this.#panel.isReady = true;
      return this.#sendSnapshot();
    });
  }

  async #carryOut(intent: CompareIntent): Promise<void> {
    await handleIntent(this.#services, this.#prompt, intent);
    // A verdict stands in a file of the suite, whose changes nobody tells.
    if (intent.type === 'judge' || intent.type === 'note') this.#setupSoon(0);
  }

  #queue(event: RunEvent): void {
    if (!this.#panel.isShown) return;
    this.#waiting.push(event);
    this.#flushTimer ??= setTimeout(() => this.#flush(), batchMs);
    if (event.type === 'run-ended') this.#setupSoon(0);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    if (events.length > 0) this.#panel.post({ type: 'events', events });
  }

  #setupSoon(delay: number): void {
    clearTimeout(this.#setupTimer);
    this.#setupTimer = setTimeout(
      () => runGuarded(this.#prompt, async () => this.#panel.post({ type: 'setup', setup: await this.#setup() })),
      delay,
    );
  }

  async #sendSnapshot(): Promise<void> {
    const setup = await this.#setup();
    // The snapshot's state holds everything that happened up to here.
    this.#waiting = [];
    const { current, previous } = this.#services.sessions.get(this.#prompt);
    this.#panel.post({ type: 'snapshot', setup, run: current?.state ?? null, previous: previous ?? null });
    if (setup.rows === 0) runGuarded(this.#prompt, () => this.#showRowsLater());
  }

  /** Suites that were not read in time are shown when they are. */
  async #showRowsLater(): Promise<void> {
    if ((await rowsOf(this.#services, this.#prompt)).length > 0) this.#setupSoon(0);
  }

  #setup(): Promise<CompareSetup> {
    return compareSetup(this.#services, this.#prompt);
  }

  #stopTimers(): void {
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#setupTimer);
  }
}
