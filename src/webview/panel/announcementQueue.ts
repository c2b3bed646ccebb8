/** Milliseconds between two announcements, so that a screen reader is not talked over. */
const announcementPause = 2000;

/** Lets announcements through one at a time; what waits is said together. */
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

  /** Says what waits when the pause is over. Returns the milliseconds until it should be called again, if it should. */
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
