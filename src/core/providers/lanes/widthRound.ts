/** A request on its way, as a search knows it. */
export interface Place {
  /** Requests that were under way when it was sent, itself included. */
  readonly underWay: number;
  /** How often the width had changed by then. */
  readonly epoch: number;
  /** From 1, in the order in which they were sent. */
  readonly number: number;
}

export interface SearchedAnswer {
  readonly place: Place;
  readonly model: string;
  readonly milliseconds: number;
}

interface Times {
  count: number;
  /** Of milliseconds. */
  sum: number;
  squares: number;
}

/** How much longer answers took than others, as the logarithm of the ratio, and its standard error. */
export interface Slowdown {
  readonly log: number;
  readonly error: number;
}

/** A handful of answers that happen to be alike proves little: so many more are thought to be there, which differ by so much. */
const assumedAnswers = 3;
const assumedSpread = 0.15;
const leastTime = 0.1;

/** The answers that came while so many requests went at once, by the model that gave them. */
export class WidthRound {
  readonly width: number;
  /** What was sent with no more requests under way than this says nothing about the width. */
  readonly floor: number;
  readonly #times = new Map<string, Times>();
  #count = 0;
  #firstAt: number | undefined;
  #underWay = 0;

  constructor(width: number, floor: number) {
    this.width = width;
    this.floor = floor;
  }

  /** True where it has requests that were sent before all places were taken. */
  get isFilling(): boolean {
    return this.floor < 0.8 * this.width - 1;
  }

  get count(): number {
    return this.#count;
  }

  /** Requests at once when these were sent, in the mean: a round may begin before all places are taken. */
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

  /** How much slower than `fewer` each model was, those with more answers counting more. Without a common model nothing is known. */
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

/** The variance of one answer's time in units of the mean, of both groups together. */
function spreadOf(own: Times, other: Times): number {
  const within = ({ count, sum, squares }: Times) => Math.max(0, squares / (sum / count) ** 2 - count);
  const assumed = assumedAnswers * assumedSpread ** 2;
  return (within(own) + within(other) + assumed) / (own.count + other.count - 2 + assumedAnswers);
}
