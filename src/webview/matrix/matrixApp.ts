import { html, nothing, type TemplateResult } from 'lit';
import type { MatrixHostMessage, MatrixMessage, MatrixSetup } from '../../protocol.ts';
import { historyList } from '../compare/view/historyList.ts';
import { keyboardHelp } from '../compare/view/keyboardHelp.ts';
import { Comparison } from '../panel/comparison.ts';
import type { Host } from '../panel/host.ts';
import { RunView } from '../panel/runView.ts';
import { targetOf } from '../panel/scrolling.ts';
import { handleChoiceKey } from './state/choiceKeys.ts';
import { type GridItem, gridItems, type MatrixFilter } from './state/gridItems.ts';
import { matrixAnnouncements } from './state/matrixAnnouncements.ts';
import type { ActiveCell, MatrixContext, Sight } from './state/matrixContext.ts';
import { type MatrixFacts, matrixFacts } from './state/matrixFacts.ts';
import { handleMatrixKey, matrixKeys, moveTo } from './state/matrixKeys.ts';
import {
  defaultMatrixPreferences,
  type MatrixPreferences,
  preferenceChange,
  preferencesFor,
  readMatrixPreferences,
} from './state/matrixPreferences.ts';
import { emptyMatrix, type MatrixState, receiveMatrix } from './state/matrixStore.ts';
import { nextAnswer } from './state/nextAnswer.ts';
import { revealColumns } from './state/revealColumns.ts';
import { handleReviewKey } from './state/reviewKeys.ts';
import { layoutOf, neededDetail, openLine } from './state/sight.ts';
import { versionColumns } from './state/versions.ts';
import { lineHeight, scrollTo, topOfLine } from './state/windowing.ts';
import { choicePage } from './view/choicePage.ts';
import { filterBar } from './view/filterBar.ts';
import { grid } from './view/grid.ts';
import { limits } from './view/limits.ts';
import { matrixEmpty } from './view/matrixEmpty.ts';
import { matrixNotices } from './view/matrixNotices.ts';
import { matrixToolbar } from './view/matrixToolbar.ts';
import { reviewPage } from './view/reviewPage.ts';
import { showsTasks, taskPage } from './view/taskPage.ts';

/** Milliseconds between two readings of a time that runs. */
const tick = 1000;

/** The matrix: draws what the host has told and how the reader has arranged it, at most once per frame. */
export class MatrixApp extends RunView<MatrixMessage, MatrixPreferences> {
  #state: MatrixState = emptyMatrix;
  #items: readonly GridItem[] = [];
  #facts: MatrixFacts | undefined;
  #active: ActiveCell = { line: 0, column: 0 };
  #sight: Sight = { top: 0, height: 600, width: 900, detail: 320 };
  #repeatOf: ReadonlyMap<string, number> = new Map();
  #isPrinting = false;
  #isRestored = false;
  #mustFocus = false;
  /** Position in pixels to scroll to once the page is as long as it has to be. */
  #wantedTop: number | undefined;
  /** True when a row was just opened: once its answers are on the page, they are scrolled into sight as far as there is room. */
  #mustShowAnswers = false;
  /** Targets of the cell with which a row was opened, until their answers are in sight. */
  #wantedColumns: readonly string[] = [];
  readonly #comparison = new Comparison();
  readonly #resized = new ResizeObserver(() => this.#measure());

  constructor() {
    super(defaultMatrixPreferences, tick);
    // A part of an answer that is unfolded needs room; the event does not bubble.
    this.addEventListener('toggle', () => this.#measure(), { capture: true });
  }

  /** Starts the conversation with the host; called once. */
  connect(host: Host<MatrixMessage>): void {
    this.host = host;
    this.preferences = readMatrixPreferences(host.readState());
    host.post({ type: 'ready' });
    if (this.preferences.openCase !== '') host.post({ type: 'open-row', caseId: this.preferences.openCase });
  }

  take(message: MatrixHostMessage): void {
    const before = this.#state;
    this.#state = receiveMatrix(before, message);
    if (this.#state.isBehind && !before.isBehind) this.host?.post({ type: 'resync' });
    if (this.#state.setup && this.#state.setup !== before.setup) this.#takeSetup(this.#state.setup);
    if (message.type === 'row' && message.row && message.reveals) this.#showRow(message.row.caseId);
    if (this.#state.matrix !== before.matrix) {
      this.#facts = this.#state.matrix && matrixFacts(this.#state.matrix);
      this.#arrange();
    }
    if (before.seq > 0) this.announce(matrixAnnouncements(before, this.#state));
    this.draw();
  }

  /** Handles a key that was pressed outside of every field. */
  press(event: KeyboardEvent): void {
    if (this.#state.review) {
      if (handleReviewKey(event.key, this.#context())) event.preventDefault();
      return;
    }
    if (this.#state.choice) {
      if (handleChoiceKey(event.key, this.#context())) event.preventDefault();
      return;
    }
    if (event.key === '/') {
      this.querySelector<HTMLElement>('.search')?.focus();
      event.preventDefault();
      return;
    }
    const cell = this.#focusedCell();
    if (cell && this.#pressInGrid(event, cell)) return;
    const target = cell ? this.#state.matrix?.targets[cell.column - 1]?.id : targetOf(document.activeElement);
    const context = this.#context();
    const isInOpenRow = cell ? cell.line === openLine(context) : true;
    if (handleMatrixKey(event.key, context, { target: target || undefined, isInOpenRow })) event.preventDefault();
  }

  /** Escape in the search field gives the focus back to the grid. */
  leaveField(event: KeyboardEvent): void {
    const isSearch = event.target instanceof Element && event.target.matches('.search');
    if (!isSearch || (event.key !== 'Escape' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    this.#moveTo({ line: 0, column: 0 });
  }

  /** Draws all lines while the page is printed, because the browser prints what is on the page at that moment. */
  print(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    this.requestUpdate();
    this.performUpdate();
  }

  protected override render(): TemplateResult {
    const context = this.#context();
    const { setup, matrix, review, choice } = this.#state;
    const spoken = html`<div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>`;
    if (review) return html`${spoken}${reviewPage(context, review)}`;
    if (choice) return html`${spoken}${choicePage(context, choice)}`;
    return html`${spoken}
      ${setup ? html`${matrixToolbar(context)}${this.#progress()}${matrixNotices(context)}` : nothing}
      ${this.preferences.historyShown ? this.#history() : nothing}
      ${this.isHelpShown ? keyboardHelp(matrixKeys, () => this.showHelp(false)) : nothing}
      ${limits(context)} ${filterBar(context)}
      <div
        class="matrix-scroll"
        @scroll=${{ handleEvent: () => this.#scrolled(), passive: true }}
        @click=${(event: MouseEvent) => this.#click(event)}
        @focusin=${(event: FocusEvent) => this.#focusIn(event)}
      >
        ${matrix && showsTasks(context) ? taskPage(context) : matrix ? grid(context) : setup ? matrixEmpty(context, setup) : nothing}
      </div>`;
  }

  protected override firstUpdated(): void {
    const scroller = this.#scroller();
    if (scroller) this.#resized.observe(scroller);
    this.#measure();
  }

  protected override updated(): void {
    if (this.#mustFocus) this.#focusActive();
    if (this.#wantedColumns.length > 0 && revealColumns(this, this.#wantedColumns)) this.#wantedColumns = [];
    if (this.#state.matrix && !this.#isRestored) this.#restore();
    this.#scrollToWanted();
    this.#measure();
    if (this.#mustShowAnswers && this.querySelector('.detail .column')) {
      this.#mustShowAnswers = false;
      this.#bringIntoSight(openLine(this.#context()));
    }
    this.tickWhile(this.#state.matrix?.run.status === 'running');
  }

  #context(): MatrixContext {
    const isOfVersions = versionColumns(this.#state.matrix?.targets ?? []).length > 0;
    return {
      state: this.#state,
      preferences: preferencesFor(this.preferences, isOfVersions),
      items: this.#items,
      facts: this.#facts,
      comparison: this.#comparison,
      sight: this.#sight,
      active: this.#active,
      now: Date.now(),
      menuOf: this.menuOf,
      isHelpShown: this.isHelpShown,
      isPrinting: this.#isPrinting,
      repeatOf: this.#repeatOf,
      post: (message) => this.host?.post(message),
      prefer: (change) => this.prefer(preferenceChange(change, isOfVersions)),
      filter: (change) => this.#filter(change),
      openMenu: (menu) => this.openMenu(menu),
      showHelp: (isShown) => this.showHelp(isShown),
      openRow: (caseId) => this.#openRow(caseId),
      activate: (cell) => this.#moveTo(cell),
      showRepeat: (target, repeat) => {
        this.#repeatOf = new Map(this.#repeatOf).set(target, repeat);
        this.draw();
      },
      showNext: (target) => this.#showNext(target),
    };
  }

  #progress(): TemplateResult {
    const isRunning = this.#state.matrix?.run.status === 'running';
    return html`<div class="progress">
      ${isRunning ? html`<vscode-progress-bar indeterminate aria-label="The run is under way"></vscode-progress-bar>` : nothing}
    </div>`;
  }

  #history(): TemplateResult {
    return historyList({
      runs: this.#state.setup?.history ?? [],
      shown: this.#state.matrix?.run.runId,
      none: 'No earlier runs of this suite.',
      now: Date.now(),
      open: (runId) => {
        this.prefer({ historyShown: false });
        this.host?.post({ type: 'open-run', runId });
      },
    });
  }

  #takeSetup({ suite }: MatrixSetup): void {
    if (suite === this.preferences.suite) return;
    this.preferences = { ...this.preferences, suite };
    this.keepSoon();
  }

  /** The host opens a row too, when a person has asked for it in the editor. */
  #showRow(caseId: string): void {
    if (caseId === this.preferences.openCase) return;
    this.prefer({ openCase: caseId });
    this.#bringIntoSight(openLine(this.#context()));
  }

  #arrange(): void {
    const { matrix } = this.#state;
    this.#items = matrix ? gridItems(matrix, this.preferences.filter) : [];
    const line = Math.max(0, Math.min(this.#active.line, this.#items.length - 1));
    if (line !== this.#active.line) this.#active = { ...this.#active, line };
  }

  #filter(change: Partial<MatrixFilter>): void {
    this.prefer({ filter: { ...this.preferences.filter, ...change } });
    this.#arrange();
  }

  #openRow(caseId: string | undefined): void {
    const hadFocus = this.querySelector('.detail')?.contains(document.activeElement) ?? false;
    const wanted = caseId === this.preferences.openCase ? undefined : caseId;
    this.prefer({ openCase: wanted ?? '' });
    this.#repeatOf = new Map();
    this.host?.post(wanted === undefined ? { type: 'close-row' } : { type: 'open-row', caseId: wanted });
    this.#mustShowAnswers = wanted !== undefined;
    if (hadFocus) this.#mustFocus = true;
    if (wanted !== undefined) this.#bringIntoSight(openLine(this.#context()));
  }

  #showNext(target: string): void {
    const next = nextAnswer(this.#context(), target);
    if (!next) return;
    const item = this.#items[next.line];
    const isOpen = next.line === openLine(this.#context());
    if (!isOpen && item?.kind === 'row') this.#openRow(item.row.caseId);
    this.#moveTo(next);
    this.#wantAnswers();
  }

  #focusedCell(): ActiveCell | undefined {
    return cellOf(document.activeElement);
  }

  #pressInGrid(event: KeyboardEvent, cell: ActiveCell): boolean {
    const columns = (this.#state.matrix?.targets.length ?? 0) + 1;
    const next = moveTo(event.key, cell, { lines: this.#items.length, columns });
    if (next) this.#moveTo(next);
    else if (event.key === 'Enter' || event.key === ' ') this.#toggleLine(cell.line);
    else return false;
    event.preventDefault();
    return true;
  }

  #toggleLine(line: number): void {
    const item = this.#items[line];
    if (item?.kind !== 'row') return;
    this.#openRow(item.row.caseId);
    this.#wantAnswers();
  }

  /** Scrolls the answers of the chosen cell into sight, where its row is open. */
  #wantAnswers(): void {
    const item = this.#items[this.#active.line];
    const isOpen = item?.kind === 'row' && item.row.caseId === this.preferences.openCase;
    const target = isOpen ? this.#state.matrix?.targets[this.#active.column - 1] : undefined;
    this.#wantedColumns = [target?.olderId, target?.id].filter((id) => id !== undefined);
  }

  #click(event: MouseEvent): void {
    const cell = event.target instanceof Element ? cellOf(event.target.closest('[data-line]')) : undefined;
    if (!cell) return;
    const isSame = cell.line === this.#active.line && cell.column === this.#active.column;
    const item = this.#items[cell.line];
    const isOpen = item?.kind === 'row' && item.row.caseId === this.preferences.openCase;
    this.#active = cell;
    if (!isOpen || isSame || cell.column === 0) this.#toggleLine(cell.line);
    else this.#wantAnswers();
    this.draw();
  }

  #focusIn({ target }: FocusEvent): void {
    const cell = target instanceof Element ? cellOf(target) : undefined;
    if (!cell || (cell.line === this.#active.line && cell.column === this.#active.column)) return;
    this.#active = cell;
    this.draw();
  }

  #moveTo(cell: ActiveCell): void {
    if (this.#items.length === 0) return;
    this.#active = cell;
    this.#mustFocus = true;
    this.#bringIntoSight(cell.line);
    this.draw();
  }

  #bringIntoSight(line: number | undefined): void {
    const scroller = this.#scroller();
    if (line === undefined || !scroller) return;
    const layout = layoutOf(this.#context());
    const top = topOfLine(line, layout);
    const bottom = top + lineHeight + (layout.openLine === line ? layout.detailHeight : 0);
    const to = scrollTo(top, bottom, this.#sight);
    if (to === undefined) return;
    // The page may not be as long yet as it will be with the open row, or under another filter.
    this.#wantedTop = to;
    this.#sight = { ...this.#sight, top: to };
    this.draw();
  }

  #scrollToWanted(): void {
    const scroller = this.#scroller();
    if (this.#wantedTop === undefined || !scroller) return;
    scroller.scrollTop = this.#wantedTop;
    this.#wantedTop = undefined;
  }

  #focusActive(): void {
    this.#mustFocus = false;
    const { line, column } = this.#active;
    this.querySelector<HTMLElement>(`[data-line="${line}"][data-column="${column}"]`)?.focus({
      preventScroll: column === 0,
    });
  }

  #scroller(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.matrix-scroll');
  }

  #scrolled(): void {
    this.#measure();
    if (this.#isRestored) this.preferences = { ...this.preferences, scrollTop: this.#sight.top };
    this.keepSoon();
  }

  /** Measures the part of the grid in sight, below the names and totals, which stay in place. */
  #measure(): void {
    const scroller = this.#scroller();
    if (!scroller) return;
    const head = this.querySelector<HTMLElement>('.matrix-head')?.offsetHeight ?? 0;
    const next = {
      top: Math.round(scroller.scrollTop),
      height: Math.max(lineHeight, scroller.clientHeight - head),
      width: scroller.clientWidth,
      detail: Math.ceil(neededDetail(this) ?? this.#sight.detail),
    };
    const { top, height, width, detail } = this.#sight;
    if (next.top === top && next.height === height && next.width === width && next.detail === detail) return;
    this.#sight = next;
    this.draw();
  }

  #restore(): void {
    this.#isRestored = true;
    const scroller = this.#scroller();
    if (scroller) scroller.scrollTop = this.preferences.scrollTop;
    this.#measure();
  }
}

function cellOf(element: Element | null): ActiveCell | undefined {
  if (!(element instanceof HTMLElement)) return undefined;
  const { line, column } = element.dataset;
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) };
}

customElements.define('polyprompt-matrix', MatrixApp);
