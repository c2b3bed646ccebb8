/** A request on its way, as a search knows it. */
export interface Place {
  /** The number of requests that were under way when it was sent, with itself. */
  readonly underWay: number;
  /** The number of times that the width had changed by then. */
  readonly epoch: number;
  /** The number of the request, from 1, in the order of sending. */
  readonly number: number;
}

export interface SearchedAnswer {
  readonly place: Place;
  readonly model: string;
  readonly milliseconds: number;
}

interface Times {
  count: number;
  /** The sum of the times in milliseconds. */
  sum: number;
  squares: number;
}

/** The factor by which answers took longer than others, as the logarithm of the ratio, with its standard error. */
export interface Slowdown {
  readonly log: number;
  readonly error: number;
}

/**
 * The number of answers that are assumed in addition, with a spread of their own: a handful of answers that happen to be alike proves
 * little.
 */
const assumedAnswers = 3;
const assumedSpread = 0.15;
const leastTime = 0.1;

/** The answers that came while a number of requests went at once, by the model that gave them. */
export class WidthRound {
  readonly width: number;
  /** The number of requests under way up to which a request says nothing about the width. */
  readonly floor: number;
  readonly #times = new Map<string, Times>();
  #count = 0;
  #firstAt: number | undefined;
  #underWay = 0;

  constructor(width: number, floor: number) {
    this.width = width;
    this.floor = floor;
  }

  /** True while it has requests that were sent before all places were taken. */
  get isFilling(): boolean {
    return this.floor < 0.8 * this.width - 1;
  }

  get count(): number {
    return this.#count;
  }

  /** The mean number of requests at once when these were sent: a round may begin before all places are taken. */
  get atOnce(): number {
    return this.#underWay / this.#count;
  }

  /** Milliseconds since its first answer. */
  lasts(now: number): number {
    return now - (this.#firstAt ?? now);
  }

  add({ model, milliseconds, place: { underWay } }: SearchedAnswer, now: number): void {
    if (underWay <= this.floor) return;
    this.#firstAt ??= now;
    const times = this.#times.get(model) ?? { count: 0, sum: 0, squares: 0 };
    this.#times.set(model, times);
    const time = Math.max(leastTime, milliseconds);
    times.count++;
    times.sum += time;
    times.squares += time * time;
    this.#count++;
    this.#underWay += underWay;
  }

  /**
   * The factor by which each model was slower than in `fewer`; models with more answers count more. Without a common model nothing is
   * known.
   */
  slowdown(fewer: WidthRound): Slowdown {
    let weights = 0;
    let sum = 0;
    for (const [model, own] of this.#times) {
      const other = fewer.#times.get(model);
      if (!other) continue;
      const weight = 1 / (spreadOf(own, other) * (1 / own.count + 1 / other.count));
      weights += weight;
      sum += weight * Math.log(own.sum / own.count / (other.sum / other.count));
    }
    return weights === 0 ? { log: 0, error: Number.POSITIVE_INFINITY } : { log: sum / weights, error: weights ** -0.5 };
  }
}

/** The variance of one answer's time in units of the mean, over both groups together. */
function spreadOf(own: Times, other: Times): number {
  const within = ({ count, sum, squares }: Times) => Math.max(0, squares / (sum / count) ** 2 - count);
  const assumed = assumedAnswers * assumedSpread ** 2;
  return (within(own) + within(other) + assumed) / (own.count + other.count - 2 + assumedAnswers);
}
