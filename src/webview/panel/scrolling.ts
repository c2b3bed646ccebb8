/** Distance from the end, in pixels, within which a reader counts as reading the end. */
const nearEnd = 24;

/**
 * Knows the scroll position of each column's body. It follows the end only for a reader who was there, and keeps bodies together for a
 * diff.
 */
export class Scrolling {
  readonly #root: HTMLElement;
  readonly #awayFromEnd = new Set<string>();
  /** Bodies that were scrolled from here, so that their scroll event is not the reader's. */
  readonly #moved = new Set<HTMLElement>();

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Starts a new run at its beginning, with the reader at every end. */
  reset(): void {
    this.#awayFromEnd.clear();
  }

  /** Takes note of a scroll event; `isTogether` moves the other bodies to the same share of their length. */
  scrolled(body: HTMLElement, isTogether: boolean): void {
    const target = targetOf(body);
    if (body.scrollHeight - body.scrollTop - body.clientHeight < nearEnd) this.#awayFromEnd.delete(target);
    else this.#awayFromEnd.add(target);
    if (this.#moved.delete(body) || !isTogether) return;
    const share = body.scrollTop / Math.max(1, body.scrollHeight - body.clientHeight);
    for (const other of this.bodies())
      if (other !== body) this.#move(other, share * (other.scrollHeight - other.clientHeight));
  }

  follow(targets: ReadonlySet<string>): void {
    for (const body of this.bodies()) {
      const target = targetOf(body);
      if (targets.has(target) && !this.#awayFromEnd.has(target)) body.scrollTop = body.scrollHeight;
    }
  }

  restore(positions: Readonly<Record<string, number>>): void {
    for (const body of this.bodies()) this.#move(body, positions[targetOf(body)] ?? 0);
  }

  positions(): Record<string, number> {
    return Object.fromEntries(this.bodies().map((body) => [targetOf(body), Math.round(body.scrollTop)]));
  }

  bodies(): readonly HTMLElement[] {
    return [...this.#root.querySelectorAll<HTMLElement>('.column > .body')];
  }

  #move(body: HTMLElement, top: number): void {
    const before = body.scrollTop;
    body.scrollTop = top;
    if (body.scrollTop !== before) this.#moved.add(body);
  }
}

/** The target of the column that an element belongs to; empty outside of all columns. */
export function targetOf(element: Element | null): string {
  const column = element?.closest<HTMLElement>('[data-target]');
  return column?.dataset['target'] ?? '';
}
