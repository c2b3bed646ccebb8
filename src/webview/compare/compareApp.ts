import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PolypromptError } from '../../core/errors.ts';
import type { CompareMessage, CompareSetup, HostMessage } from '../../protocol.ts';
import { isRunning } from '../panel/column.ts';
import { Comparison } from '../panel/comparison.ts';
import type { Host } from '../panel/host.ts';
import { defaultPreferences, type Preferences, readPreferences } from '../panel/preferences.ts';
import { RunView } from '../panel/runView.ts';
import { Scrolling, targetOf } from '../panel/scrolling.ts';
import { errorNotice } from '../panel/view/errorNotice.ts';
import { announcementsBetween } from './state/announcements.ts';
import { visibleColumns } from './state/columns.ts';
import type { CompareContext } from './state/compareContext.ts';
import { initialState, receive } from './state/compareStore.ts';
import { isAsked } from './state/followUp.ts';
import { missingInputs, openDrafts } from './state/inputDrafts.ts';
import { handleKey, keyDescriptions } from './state/keys.ts';
import { openResultDrafts } from './state/resultDrafts.ts';
import { columnTracks, columnView } from './view/columnView.ts';
import { emptyState } from './view/emptyState.ts';
import { followUpLine } from './view/followUpLine.ts';
import { historyList } from './view/historyList.ts';
import { inputForm } from './view/inputForm.ts';
import { keyboardHelp } from './view/keyboardHelp.ts';
import { modelChips } from './view/modelChips.ts';
import { summaryLine } from './view/summaryLine.ts';
import { toolbar } from './view/toolbar.ts';

/** Milliseconds between two readings of a time that runs. */
const tick = 100;

/** The panel: draws what the host has told and how the reader has arranged it, at most once per frame. */
export class CompareApp extends RunView<CompareMessage, Preferences> {
  #state = initialState;
  #areMissingShown = false;
  #triedResult: string | undefined;
  #askingOf: string | undefined;
  #isRestored = false;
  #focused: Element | null = null;
  readonly #comparison = new Comparison();
  readonly #scrolling = new Scrolling(this);

  constructor() {
    super(defaultPreferences, tick);
  }

  /** Starts the conversation with the host; called once. */
  connect(host: Host<CompareMessage>): void {
    this.host = host;
    this.preferences = readPreferences(host.readState());
    host.post({ type: 'ready' });
  }

  take(message: HostMessage): void {
    const before = this.#state;
    this.#state = receive(before, message);
    if (this.#state.isBehind && !before.isBehind) this.host?.post({ type: 'resync' });
    if (this.#state.setup && this.#state.setup !== before.setup) this.#takeSetup(this.#state.setup);
    if (this.#state.run?.runId !== before.run?.runId) this.#scrolling.reset();
    this.#foldInputs();
    this.#takeTyped();
    if (before.seq > 0) this.announce(announcementsBetween(before.run, this.#state.run));
    this.draw();
  }

  /** Handles a key that was pressed outside of every text field. */
  press(event: KeyboardEvent): void {
    const focused = targetOf(document.activeElement);
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      if (this.#moveFocus(focused, event.key === 'ArrowLeft' ? -1 : 1)) event.preventDefault();
      return;
    }
    const context = this.#context();
    const column = context.columns.find((candidate) => candidate.target === focused);
    if (handleKey(event.key, context, column)) event.preventDefault();
  }

  run(): void {
    const missing = this.#state.setup ? missingInputs(this.#state.setup, this.preferences.drafts) : [];
    this.#areMissingShown = missing.length > 0;
    if (missing.length === 0) {
      this.host?.post({ type: 'run' });
      return;
    }
    this.prefer({ inputsShown: true });
    const index = this.#state.setup?.fields.findIndex((field) => missing.includes(field.name)) ?? -1;
    // The focus moves a frame later, or the key that pressed Run would be typed into the field.
    requestAnimationFrame(() => {
      void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#input-${index}`)?.focus());
    });
  }

  protected override arrangement(): Preferences {
    return { ...this.preferences, scroll: this.#scrolling.positions() };
  }

  protected override render(): TemplateResult {
    const context = this.#context();
    const { setup, run } = this.#state;
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
      ${setup ? html`${toolbar(context)}${this.#notice(setup)}${inputForm(context)}` : nothing}
      ${this.preferences.historyShown ? this.#history() : nothing}
      ${this.isHelpShown ? keyboardHelp(keyDescriptions, () => context.showHelp(false)) : nothing}
      ${
        run
          ? html`${modelChips(context)}<div class="columns" .style=${columnTracks(context)} @scroll=${{ handleEvent: (event: Event) => this.#scrolled(event), capture: true, passive: true }}>
              ${repeat(
                context.columns,
                ({ target }) => target,
                (column) => columnView(context, column),
              )}
            </div>`
          : setup
            ? emptyState(context, setup)
            : nothing
      }
      ${run ? html`<div class="below">${followUpLine(context)} ${summaryLine(context)}</div>` : nothing}`;
  }

  protected override willUpdate(): void {
    this.#focused = document.activeElement;
  }

  protected override updated(): void {
    this.#giveFocusBack();
    const cells = Object.values(this.#state.run?.cells ?? {});
    this.#scrolling.follow(new Set(cells.filter(isRunning).map((cell) => cell.target)));
    if (this.#state.run && !this.#isRestored) {
      this.#isRestored = true;
      this.#scrolling.restore(this.preferences.scroll);
    }
    this.tickWhile(cells.some(isRunning));
  }

  /** A column that is moved is taken out of the page for a moment, and its focus with it. */
  #giveFocusBack(): void {
    const focused = this.#focused;
    this.#focused = null;
    if (focused instanceof HTMLElement && focused !== document.activeElement && this.contains(focused)) focused.focus();
  }

  #context(): CompareContext {
    return {
      state: this.#state,
      preferences: this.preferences,
      columns: visibleColumns(this.#state, this.preferences),
      comparison: this.#comparison,
      now: Date.now(),
      isRunning: this.#state.run?.status === 'running',
      canStopOne: true,
      canViewRequests: true,
      canKeepResults: true,
      menuOf: this.menuOf,
      isHelpShown: this.isHelpShown,
      areMissingShown: this.#areMissingShown,
      triedResult: this.#triedResult,
      askingOf: this.#askingOf,
      post: (message) => this.host?.post(message),
      prefer: (change) => this.prefer(change),
      run: () => this.run(),
      openMenu: (target) => this.openMenu(target),
      goTo: (target) => this.#goTo(target),
      tryResult: (key) => this.#tryResult(key),
      askFurther: (target) => this.#askFurther(target),
      showHelp: (isShown) => this.showHelp(isShown),
    };
  }

  #tryResult(key: string): void {
    this.#triedResult = key;
    this.draw();
  }

  #askFurther(target: string | undefined): void {
    this.#askingOf = target;
    this.draw();
    requestAnimationFrame(
      () => void this.updateComplete.then(() => this.querySelector<HTMLElement>('#follow-up')?.focus()),
    );
  }

  /** Throws away what was typed and has been said. */
  #takeTyped(): void {
    const { run } = this.#state;
    const { results, followUp } = this.preferences;
    const open = openResultDrafts(run, results);
    if (Object.keys(open).length < Object.keys(results).length) this.prefer({ results: open });
    if (followUp !== '' && isAsked(this.#state, followUp)) this.prefer({ followUp: '' });
    if (!run?.targets.some(({ id }) => id === this.#askingOf)) this.#askingOf = undefined;
  }

  #notice(setup: CompareSetup): TemplateResult | typeof nothing {
    const post = this.#context().post;
    if (setup.problem) return html`<div class="banner">${errorNotice({ error: setup.problem, post })}</div>`;
    if (setup.trusted) return nothing;
    const error = new PolypromptError(
      'untrusted-workspace',
      'This workspace is not trusted, so no prompt is sent.',
    ).toRecord();
    return html`<div class="banner">${errorNotice({ error, post })}</div>`;
  }

  #history(): TemplateResult {
    return historyList({
      runs: this.#state.setup?.history ?? [],
      shown: this.#state.run?.runId,
      none: 'No earlier runs of this prompt.',
      now: Date.now(),
      open: (runId) => {
        this.prefer({ historyShown: false });
        this.host?.post({ type: 'open-run', runId });
      },
    });
  }

  /** A run needs the space for its answers, so the form is folded, but not while a field is being typed into. */
  #foldInputs(): void {
    const runId = this.#state.run?.runId;
    if (runId === undefined || runId === this.preferences.foldedRun) return;
    const isTyping = document.activeElement?.closest('#inputs') !== null && document.activeElement !== null;
    this.prefer({ foldedRun: runId, ...(isTyping ? {} : { inputsShown: false }) });
  }

  #goTo(target: string): void {
    this.prefer({ hidden: this.preferences.hidden.filter((hidden) => hidden !== target) });
    requestAnimationFrame(() => {
      void this.updateComplete.then(() => {
        const body = this.#scrolling.bodies().find((candidate) => targetOf(candidate) === target);
        body?.closest('.column')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        body?.focus({ preventScroll: true });
      });
    });
  }

  #takeSetup(setup: CompareSetup): void {
    const drafts = openDrafts(setup, this.preferences.drafts);
    this.preferences = { ...this.preferences, prompt: setup.prompt, drafts };
    this.keepSoon();
  }

  #scrolled({ target }: Event): void {
    if (!(target instanceof HTMLElement) || !target.classList.contains('body')) return;
    this.#scrolling.scrolled(target, this.preferences.diff !== 'off');
    this.keepSoon();
  }

  #moveFocus(focused: string, step: -1 | 1): boolean {
    const bodies = this.#scrolling.bodies();
    const place = bodies.findIndex((body) => targetOf(body) === focused);
    const next = bodies[place < 0 ? 0 : place + step];
    next?.focus();
    return next !== undefined;
  }
}

customElements.define('polyprompt-panel', CompareApp);
