/** What a run may spend, money in USD and calls. `spent` and `made` are those of the run so far, when it is resumed. */
export interface CallLimit {
  readonly most: number;
  readonly made: number;
}

/**
 * Money that a run may spend, in USD, and calls that it may make. What calls under way may cost is reserved, so that no call starts that
 * could break the cap.
 */
export class Budget {
  readonly #cap: number;
  readonly #mostCalls: number;
  #spent: number;
  #reserved = 0;
  /** Calls made and under way. */
  #calls: number;

  /** `cap` is infinite where only calls are limited. `spent` is the cost of the run so far, in USD, when it is resumed. */
  constructor(cap: number, spent = 0, calls: CallLimit = { most: Number.POSITIVE_INFINITY, made: 0 }) {
    this.#cap = cap;
    this.#spent = spent;
    this.#mostCalls = calls.most;
    this.#calls = calls.made;
  }

  get spent(): number {
    return this.#spent;
  }

  /** False when this could pass the cap together with all that is under way. `calls` is 0 for what only waits for other calls. */
  reserve(amount: number, calls = 1): boolean {
    if (this.#spent + this.#reserved + amount > this.#cap || this.#calls + calls > this.#mostCalls) return false;
    this.#reserved += amount;
    this.#calls += calls;
    return true;
  }

  /** Replaces a reserved amount by the true cost; `undefined` when nobody can say, which counts as the reserved amount. */
  settle(reserved: number, cost: number | undefined): void {
    this.#reserved -= reserved;
    this.#spent += cost ?? reserved;
  }
}
