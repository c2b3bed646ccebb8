import * as vscode from 'vscode';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { evalRunLabel } from '../../core/run/matrixRunLabel.ts';
import type { RunState } from '../../core/run/state.ts';
import type { MatrixHostMessage, MatrixSetup } from '../../protocol.ts';
import { runGuarded } from '../commandRegistry.ts';
import { matrixType } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { panelTitle } from '../panelTitle.ts';
import type { Services } from '../services.ts';
import { distFolder, webviewPage } from '../webviewPage.ts';
import { MatrixFeed } from './matrixFeed.ts';
import { handleMatrixIntent } from './matrixIntents.ts';
import { parseMatrixMessage } from './matrixMessages.ts';

const page = { element: 'polyprompt-matrix', script: 'results.js', styles: ['panel.css'] } as const;
/** At most 20 messages a second reach the panel, however fast answers come. */
const batchMs = 50;
/** The open row holds whole answers, so it is told less often. */
const rowEveryMs = 250;
/** Runs in the list of earlier ones. */
const listedRuns = 10;

type Unnumbered = MatrixHostMessage extends infer M ? (M extends MatrixHostMessage ? Omit<M, 'seq'> : never) : never;

/**
 * The matrix of one suite: a snapshot when it asks, then numbered changes. It holds no state of the run, so it can be closed, hidden
 * and rebuilt at any time.
 */
export class MatrixPanel implements vscode.Disposable {
  readonly suite: vscode.Uri;
  readonly #services: Services;
  readonly #panel: vscode.WebviewPanel;
  readonly #held = new Disposables();
  #feed: MatrixFeed | undefined;
  #estimate = '';
  #openCase: string | undefined;
  #seq = 0;
  #flushTimer: NodeJS.Timeout | undefined;
  #rowTimer: NodeJS.Timeout | undefined;
  #isReady = false;
  #isAtTodaysPrices = false;
  #isDisposed = false;

  constructor(services: Services, suite: vscode.Uri, panel: vscode.WebviewPanel) {
    this.suite = suite;
    this.#services = services;
    this.#panel = panel;
    this.#held.add(panel.onDidDispose(() => this.dispose()));
    this.#held.add(panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)));
    this.#held.add(panel.onDidChangeViewState(() => this.#becomeVisible()));
    this.#listen();
    panel.webview.html = webviewPage(services.context, panel.webview, page);
  }

  static open(services: Services, suite: vscode.Uri): MatrixPanel {
    const panel = vscode.window.createWebviewPanel(
      matrixType,
      panelTitle(suite, 'Results'),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableForms: false, localResourceRoots: [distFolder(services.context)] },
    );
    return new MatrixPanel(services, suite, panel);
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Comes to the front, with the row of a case open if one is named. */
  reveal(caseId?: string): void {
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    if (caseId === undefined) return;
    this.#openCase = caseId;
    if (this.#isReady) this.#sendRow(true);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#rowTimer);
    this.#held.dispose();
    this.#panel.dispose();
  }

  #listen(): void {
    const ours = (uri: vscode.Uri) => uri.toString() === this.suite.toString();
    const { evals, suites, onDidChangeModels } = this.#services;
    this.#held.add(
      evals.sessions.onDidHappen((happened) => {
        if (!ours(happened.prompt)) return;
        if (happened.type === 'replaced') this.#snapshotSoon();
        else this.#take(happened.event);
      }),
    );
    this.#held.add(suites.onDidChange((uri) => ours(uri) && this.#estimateAnew()));
    this.#held.add(onDidChangeModels(() => this.#estimateAnew()));
    this.#held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#sendSetup()));
  }

  #receive(raw: unknown): void {
    const message = parseMatrixMessage(raw);
    if (!message) return;
    runGuarded(this.suite, async () => {
      switch (message.type) {
        case 'ready':
        case 'resync':
          this.#isReady = true;
          return this.#sendSnapshot();
        case 'open-row':
          this.#openCase = message.caseId;
          return this.#sendRow();
        case 'use-todays-prices':
        case 'use-own-prices':
          this.#isAtTodaysPrices = message.type === 'use-todays-prices';
          return this.#snapshotSoon();
        case 'close-row':
          this.#openCase = undefined;
          return this.#post({ type: 'row', row: null });
        default:
          return handleMatrixIntent({ services: this.#services, suite: this.suite, feed: this.#feed }, message);
      }
    });
    // What a wish has changed at once (limits, a pause) is told at once.
    this.#flushSoon();
  }

  /** A hidden panel loses messages, so it starts again from a snapshot when it is seen. */
  #becomeVisible(): void {
    if (this.#panel.visible && this.#isReady) this.#snapshotSoon();
  }

  #take(event: RunEvent): void {
    if (!this.#isReady || !this.#panel.visible) return;
    if (!this.#feed?.take(event)) {
      this.#snapshotSoon();
      return;
    }
    if (event.type !== 'cell-delta') this.#flushSoon();
    else if (this.#openCase !== undefined && this.#feed.hasTouched(this.#openCase)) this.#rowSoon();
    if (event.type === 'run-ended') this.#estimateAnew();
  }

  #flushSoon(): void {
    this.#flushTimer ??= setTimeout(() => this.#flush(), batchMs);
  }

  #flush(): void {
    this.#flushTimer = undefined;
    if (!this.#feed || !this.#isReady || !this.#panel.visible) return;
    if (this.#openCase !== undefined && this.#feed.hasTouched(this.#openCase)) this.#rowSoon();
    const changes = this.#feed.changes(Date.now());
    this.#post({ type: 'changes', ...changes });
    // The sums come after the cells when they were not due yet.
    if (changes.totals === undefined && changes.cells.length > 0)
      this.#flushTimer ??= setTimeout(() => this.#flush(), rowEveryMs);
  }

  #rowSoon(): void {
    this.#rowTimer ??= setTimeout(() => {
      this.#rowTimer = undefined;
      this.#sendRow();
    }, rowEveryMs);
  }

  #sendRow(reveals = false): void {
    const row = this.#openCase === undefined ? undefined : this.#feed?.row(this.#openCase);
    if (row) this.#post({ type: 'row', row, ...(reveals ? { reveals } : {}) });
  }

  #snapshotSoon(): void {
    this.#feed = undefined;
    runGuarded(this.suite, () => this.#sendSnapshot());
  }

  async #sendSnapshot(): Promise<void> {
    const { evals, suites } = this.#services;
    const open = await suites.read(this.suite);
    const { current, previous } = evals.sessions.get(this.suite);
    const before = previous ?? (current && this.#storedBefore(current.runId));
    const prices = this.#isAtTodaysPrices ? this.#services.catalog() : undefined;
    this.#feed = current && new MatrixFeed(current, { suite: open.suite, previous: before, prices });
    this.#post({ type: 'snapshot', setup: this.#setup(), view: this.#feed?.view ?? null });
    this.#sendRow();
    if (this.#estimate === '') this.#estimateAnew();
  }

  /** In a window that was just opened the run before is only on disk. */
  #storedBefore(runId: string): RunState | undefined {
    return this.#stored().find((state) => state.runId < runId);
  }

  #stored(): readonly RunState[] {
    return this.#services.evals.sessions.stored(this.suite, listedRuns);
  }

  #setup(): MatrixSetup {
    return {
      suite: this.suite.toString(),
      title: vscode.workspace.asRelativePath(this.suite, false).split('/').at(-1) ?? this.suite.path,
      trusted: vscode.workspace.isTrusted,
      estimate: this.#estimate,
      history: this.#stored().map((state) => ({
        runId: state.runId,
        startedAt: state.startedAt,
        label: evalRunLabel(state),
      })),
      isReport: false,
    };
  }

  #sendSetup(): void {
    if (this.#isReady) this.#post({ type: 'setup', setup: this.#setup() });
  }

  /** Worked out beside everything else: a large suite takes its time. */
  #estimateAnew(): void {
    runGuarded(this.suite, async () => {
      const open = await this.#services.suites.read(this.suite);
      this.#estimate = formatSuiteEstimate(await this.#services.estimates.ofSuite(open));
      this.#sendSetup();
    });
  }

  #post(message: Unnumbered): void {
    if (this.#isDisposed) return;
    this.#seq += 1;
    void this.#panel.webview.postMessage({ ...message, seq: this.#seq });
  }
}
