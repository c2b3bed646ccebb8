import { LitElement } from 'lit';
import { AnnouncementQueue } from './announcementQueue.ts';
import type { Host } from './host.ts';

/**
 * Milliseconds between two times that the arrangement is kept, because scrolling alone makes many changes. The first of them is kept at once:
 * the editor takes the page away as soon as another tab covers it.
 */
const keepAfter = 150;

/** The base of all views of a run: the line to the host, the reader's arrangement, menus, and what is read aloud. */
export abstract class RunView<Message, Preferences extends object> extends LitElement {
  protected host: Host<Message> | undefined;
  protected preferences: Preferences;
  /** The name of the thing whose menu is open. */
  protected menuOf: string | undefined;
  protected isHelpShown = false;
  /** The sentence that a screen reader reads next. */
  protected announcement = '';
  readonly #tick: number;
  #frame: number | undefined;
  #ticking: number | undefined;
  #keeping: number | undefined;
  #isKept = true;
  #announcing: number | undefined;
  readonly #announcements = new AnnouncementQueue((text) => {
    this.announcement = text;
    this.draw();
  });

  /** `tick` is the time between two readings of a time that runs, in milliseconds. */
  constructor(preferences: Preferences, tick: number) {
    super();
    this.preferences = preferences;
    this.#tick = tick;
  }

  closeMenuOutside(node: EventTarget | null): void {
    if (this.menuOf === undefined || (node instanceof Element && node.closest('.menu-anchor'))) return;
    this.menuOf = undefined;
    this.draw();
  }

  keepNow(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    this.#isKept = true;
    this.preferences = this.arrangement();
    this.host?.writeState(this.preferences);
  }

  protected override createRenderRoot(): HTMLElement {
    // The view has no shadow root, because the page's own style sheet has to reach everything.
    return this;
  }

  /** The arrangement that is kept for the next time. */
  protected arrangement(): Preferences {
    return this.preferences;
  }

  protected prefer(change: Partial<Preferences>): void {
    this.preferences = { ...this.preferences, ...change };
    this.keepSoon();
    this.draw();
  }

  protected keepSoon(): void {
    this.#isKept = false;
    if (this.#keeping !== undefined) return;
    this.keepNow();
    this.#keeping = window.setTimeout(() => {
      this.#keeping = undefined;
      if (!this.#isKept) this.keepSoon();
    }, keepAfter);
  }

  /** Draws at most once per frame. */
  protected draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.requestUpdate();
    });
  }

  protected tickWhile(isNeeded: boolean): void {
    if (isNeeded && this.#ticking === undefined) this.#ticking = window.setInterval(() => this.draw(), this.#tick);
    if (isNeeded || this.#ticking === undefined) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  protected announce(sentences: readonly string[]): void {
    this.#announcements.add(sentences);
    if (this.#announcing !== undefined) return;
    const wait = this.#announcements.flush(performance.now());
    if (wait === undefined) return;
    this.#announcing = window.setTimeout(() => {
      this.#announcing = undefined;
      this.announce([]);
    }, wait);
  }

  protected openMenu(menu: string | undefined): void {
    this.menuOf = menu;
    this.requestUpdate();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[role="menuitem"]')?.focus());
  }

  protected showHelp(isShown: boolean): void {
    this.isHelpShown = isShown;
    this.draw();
  }
}
