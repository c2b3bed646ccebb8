/** Milliseconds between two announcements, so that a screen reader is not talked over. */
const announcementPause = 2000;

/** Lets announcements through one at a time. Those that wait are said together. */
export class AnnouncementQueue {
  readonly #say: (text: string) => void;
  #waiting: readonly string[] = [];
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  add(sentences: readonly string[]): void {
    this.#waiting = [...this.#waiting, ...sentences];
  }

  /** Says what waits when the pause is over. The result is the number of milliseconds until the next call, if one is needed. */
  flush(now: number): number | undefined {
    if (this.#waiting.length === 0) return undefined;
    const rest = this.#lastAt + announcementPause - now;
    if (rest > 0) return rest;
    this.#say(this.#waiting.join(' '));
    this.#waiting = [];
    this.#lastAt = now;
    return undefined;
  }
}
