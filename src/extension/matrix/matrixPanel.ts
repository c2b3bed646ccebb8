import * as vscode from 'vscode';
import type { Suite } from '../../core/dataset/suite.ts';
import { defined } from '../../core/jsonRead.ts';
import type { ChoiceIntent, ChoiceStep } from '../../core/judges/choiceView.ts';
import type { VerdictsByAnswer } from '../../core/people/personMark.ts';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { evalRunLabel } from '../../core/results/matrix/matrixRunLabel.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { answerBook, labelBook } from '../../node/people/verdictBook.ts';
import { readChoices } from '../../node/people/verdictFile.ts';
import type { MatrixHostMessage, MatrixSetup, MatrixView, ReviewIntent, ReviewStep } from '../../protocol.ts';
import { runGuarded } from '../editor/commandRegistry.ts';
import { matrixType } from '../editor/contributions.ts';
import { createPanel, NumberedPanel } from '../editor/numberedPanel.ts';
import type { Services } from '../services/services.ts';
import { AnswerChoice } from './answerChoice.ts';
import { AnswerReview } from './answerReview.ts';
import { judgesInRun } from './judgesInRun.ts';
import { MatrixFeed } from './matrixFeed.ts';
import { handleMatrixIntent } from './matrixIntents.ts';
import { parseMatrixMessage } from './matrixMessages.ts';
import type { MatrixPlace } from './matrixPlace.ts';
import { marksOfRow } from './rowVerdicts.ts';

const page = { element: 'polyprompt-matrix', script: 'results.js', styles: ['panel.css'] } as const;
/** Milliseconds between two batches of messages: the panel gets at most 20 a second, however fast answers come. */
const batchMs = 50;
/** Milliseconds between two messages about the open row, which holds whole answers and is sent less often. */
const rowEveryMs = 250;
/** How many runs the list of earlier ones has. */
const listedRuns = 10;

/**
 * The matrix of one suite: a snapshot when it asks, then numbered changes. It holds no state of the run, so it can be closed, hidden
 * and rebuilt at any time.
 */
export class MatrixPanel implements vscode.Disposable {
  readonly suite: vscode.Uri;
  readonly #services: Services;
  readonly #panel: NumberedPanel<MatrixHostMessage>;
  #feed: MatrixFeed | undefined;
  #said: () => VerdictsByAnswer = () => new Map();
  #estimate = '';
  #openCase: string | undefined;
  #review: AnswerReview | undefined;
  #choice: AnswerChoice | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #rowTimer: NodeJS.Timeout | undefined;
  #isAtTodaysPrices = false;

  constructor(services: Services, suite: vscode.Uri, panel: vscode.WebviewPanel) {
    this.suite = suite;
    this.#services = services;
    this.#panel = new NumberedPanel(panel, {
      context: services.context,
      page,
      receive: (raw) => this.#receive(raw),
      becomeVisible: () => this.#snapshotSoon(),
    });
    this.#listen();
  }

  static open(services: Services, suite: vscode.Uri): MatrixPanel {
    const { context } = services;
    return new MatrixPanel(
      services,
      suite,
      createPanel({ context, viewType: matrixType, about: suite, what: 'Results' }),
    );
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Brings the panel to the front, with the row of a case open if one is named. */
  reveal(caseId?: string): void {
    this.#panel.reveal();
    if (caseId === undefined) return;
    this.#openCase = caseId;
    if (this.#panel.isReady) this.#rowNow(true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #listen(): void {
    const ours = (uri: vscode.Uri) => uri.toString() === this.suite.toString();
    const { evals, suites, onDidChangeModels } = this.#services;
    const { held } = this.#panel;
    held.add({ dispose: () => this.#stopTimers() });
    held.add(
      evals.sessions.onDidHappen((happened) => {
        if (!ours(happened.prompt)) return;
        if (happened.type === 'replaced') this.#snapshotSoon();
        else this.#take(happened.event);
      }),
    );
    held.add(suites.onDidChange((uri) => ours(uri) && this.#estimateAnew()));
    held.add(onDidChangeModels(() => this.#estimateAnew()));
    held.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#sendSetup()));
  }

  #receive(raw: unknown): void {
    const message = parseMatrixMessage(raw);
    if (!message) return;
    runGuarded(this.suite, async () => {
      switch (message.type) {
        case 'ready':
        case 'resync':
          this.#panel.isReady = true;
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
          return this.#panel.post({ type: 'row', row: null });
        case 'judge':
        case 'note':
          await handleMatrixIntent(this.#place(), message);
          return this.#sendRow();
        case 'review':
        case 'leave-review':
        case 'review-verdict':
        case 'review-note':
        case 'review-undo':
        case 'review-move':
          return this.#takeReview(message);
        case 'choose':
        case 'leave-choice':
        case 'choice-made':
        case 'choice-undo':
        case 'choice-move':
          return this.#takeChoice(message);
        default:
          return handleMatrixIntent(this.#place(), message);
      }
    });
    // Changes that a wish makes at once, to limits or a pause, are told at once.
    this.#flushSoon();
  }

  async #takeReview(intent: ReviewIntent): Promise<void> {
    const review = this.#review;
    if (intent.type === 'review') this.#review = await AnswerReview.start(this.#place());
    else if (intent.type === 'leave-review') {
      this.#review = undefined;
      // What people said is part of the figures, and of those of the judges.
      this.#snapshotSoon();
    } else if (review) await carryOut(review, intent);
    this.#sendReview();
    // The row may be open behind the review.
    await this.#sendRow();
  }

  /** Lets the person at this editor choose between the answers of the run. */
  choose(): void {
    runGuarded(this.suite, () => this.#takeChoice({ type: 'choose' }));
  }

  async #takeChoice(intent: ChoiceIntent): Promise<void> {
    const choice = this.#choice;
    if (intent.type === 'choose') {
      if (!this.#feed) await this.#sendSnapshot();
      this.#choice = await AnswerChoice.start(this.#place());
    } else if (intent.type === 'leave-choice') {
      this.#choice = undefined;
      // What people chose is part of the figures.
      this.#snapshotSoon();
    } else if (choice) await carryOutChoice(choice, intent);
    this.#sendChoice();
  }

  #sendChoice(): void {
    if (this.#panel.isReady) this.#panel.post({ type: 'choice', choice: this.#choice?.view ?? null });
  }

  #sendReview(): void {
    this.#panel.post({ type: 'review', review: this.#review?.view ?? null });
  }

  #take(event: RunEvent): void {
    if (!this.#panel.isShown) return;
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
    if (!this.#feed || !this.#panel.isShown) return;
    if (this.#openCase !== undefined && this.#feed.hasTouched(this.#openCase)) this.#rowSoon();
    const changes = this.#feed.changes(Date.now());
    this.#panel.post({ type: 'changes', ...changes });
    // When the sums were not due yet, they come after the cells.
    if (changes.totals === undefined && changes.cells.length > 0)
      this.#flushTimer ??= setTimeout(() => this.#flush(), rowEveryMs);
  }

  #rowSoon(): void {
    this.#rowTimer ??= setTimeout(() => {
      this.#rowTimer = undefined;
      this.#rowNow();
    }, rowEveryMs);
  }

  #rowNow(reveals = false): void {
    runGuarded(this.suite, () => this.#sendRow(reveals));
  }

  async #sendRow(reveals = false): Promise<void> {
    const caseId = this.#openCase;
    if (caseId === undefined) return;
    const place = this.#place();
    const people = await marksOfRow(place, caseId);
    // Another row may have been opened, or another run shown, while Git was asked for the reader's name.
    const row = caseId === this.#openCase && place.feed === this.#feed ? place.feed?.row(caseId) : undefined;
    if (row) this.#panel.post({ type: 'row', row: { ...row, people }, ...(reveals ? { reveals } : {}) });
  }

  #place(): MatrixPlace {
    return { services: this.#services, suite: this.suite, feed: this.#feed, said: this.#said };
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
    const storage = this.#services.storageFor(this.suite);
    const run = current?.state.prompt ?? '';
    const labels = labelBook(storage, run);
    const choices = current && readChoices(storage, run);
    this.#said = answerBook(storage, run);
    const source = { suite: open.suite, previous: before, labels, prices, ...defined({ choices }) };
    this.#feed = current && new MatrixFeed(current, source);
    this.#panel.post({ type: 'snapshot', setup: this.#setup(), view: this.#view(open.suite) });
    // The answers of another run are not those under review.
    if (this.#review && this.#review.runId !== current?.runId) this.#review = undefined;
    if (this.#review) this.#sendReview();
    if (this.#choice && this.#choice.runId !== current?.runId) this.#choice = undefined;
    if (this.#choice) this.#sendChoice();
    await this.#sendRow();
    if (this.#estimate === '') this.#estimateAnew();
  }

  #view(suite: Suite): MatrixView | null {
    return this.#feed ? { ...this.#feed.view, ...judgesInRun(this.#place(), suite) } : null;
  }

  /** The run before this one, from disk: a window that was just opened has no other. */
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
    if (this.#panel.isReady) this.#panel.post({ type: 'setup', setup: this.#setup() });
  }

  /** Makes the estimate anew without holding up the panel, because a large suite takes its time. */
  #estimateAnew(): void {
    runGuarded(this.suite, async () => {
      const open = await this.#services.suites.read(this.suite);
      this.#estimate = formatSuiteEstimate(await this.#services.estimates.ofSuite(open));
      this.#sendSetup();
    });
  }

  #stopTimers(): void {
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#rowTimer);
  }
}

async function carryOutChoice(choice: AnswerChoice, intent: ChoiceStep): Promise<void> {
  switch (intent.type) {
    case 'choice-made':
      return choice.choose(intent.item, intent.choice);
    case 'choice-undo':
      return choice.undo();
    case 'choice-move':
      return choice.move(intent.step);
  }
}

async function carryOut(review: AnswerReview, intent: ReviewStep): Promise<void> {
  switch (intent.type) {
    case 'review-verdict':
      return review.judge(intent.item, intent.verdict);
    case 'review-note':
      return review.note(intent.item);
    case 'review-undo':
      return review.undo();
    case 'review-move':
      return review.move(intent.step);
  }
}
