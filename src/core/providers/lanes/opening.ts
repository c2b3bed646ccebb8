import type { SearchedAnswer } from './widthRound.ts';

/** The share of the requests sent for new places whose answers have to be there before more are sent. */
const enough = 0.9;
/**
 * How much longer answers may take on average and still be said not to wait. Requests of one moment that are twice as many as a server
 * answers at once take half as long again.
 */
const longer = 1.25;
/** The number of rounds after which the times of the earlier ones are known to be the server's own. */
const untilKnown = 2;

/**
 * The beginning of a search, in which the number of requests at once is doubled with each round of answers as long as none of them waits
 * behind another. It ends with the first round that does, or that is of several models.
 */
export class Opening {
  #width: number;
  #wanted = 0;
  #answers: SearchedAnswer[] = [];
  #rounds = 0;
  /** The least mean time of a round before, in milliseconds. */
  #usual = Number.POSITIVE_INFINITY;
  /** The last width at which no answer waited; undefined before the first. */
  #right: number | undefined;

  constructor(width: number) {
    this.#width = width;
    this.#await(width);
  }

  get right(): number | undefined {
    return this.#right;
  }

  /** Counts an answer; the result is undefined until there are enough of them. */
  add(answer: SearchedAnswer): 'wider' | 'over' | undefined {
    this.#answers.push(answer);
    if (answer.model !== this.#answers[0]?.model) return 'over';
    if (this.#answers.length < this.#wanted) return undefined;
    return this.#isLonger() ? 'over' : 'wider';
  }

  /**
   * The first answers may have waited for a model to load, which says nothing. Requests that are sent in one moment to a server with fewer
   * places come back one behind the other, so that the later ones take longer than the earlier.
   */
  #isLonger(): boolean {
    const times = this.#answers
      .sort((left, right) => left.place.number - right.place.number)
      .map(({ milliseconds }) => milliseconds);
    const half = Math.floor(times.length / 2);
    const waited = mean(times.slice(half)) > longer * mean(times.slice(0, half));
    const isLonger = ++this.#rounds > untilKnown && mean(times) > longer * this.#usual;
    this.#usual = Math.min(this.#usual, mean(times));
    return waited || isLonger;
  }

  /** Goes on with a wider one, for which so many requests are sent. */
  widen(width: number, places: number): void {
    this.#right = this.#width;
    this.#width = width;
    this.#await(places);
  }

  #await(places: number): void {
    this.#answers = [];
    this.#wanted = Math.max(2, Math.ceil(enough * places));
  }
}

function mean(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}
