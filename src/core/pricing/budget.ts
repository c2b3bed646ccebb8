/**
 * Money that a run may spend, in USD. What is under way is reserved, so that the cap is reached before it is passed: nothing new
 * starts that could break it.
 */
export class Budget {
  readonly #cap: number;
  #spent: number;
  #reserved = 0;

  /** `spent`: what the run has cost already, when it is resumed. */
  constructor(cap: number, spent = 0) {
    this.#cap = cap;
    this.#spent = spent;
  }

  get spent(): number {
    return this.#spent;
  }

  /** False when this call could pass the cap together with all that is under way. */
  reserve(amount: number): boolean {
    if (this.#spent + this.#reserved + amount > this.#cap) return false;
    this.#reserved += amount;
    return true;
  }

  /** What a reserved call really cost; `undefined` when nobody can say, which counts as what was reserved. */
  settle(reserved: number, cost: number | undefined): void {
    this.#reserved -= reserved;
    this.#spent += cost ?? reserved;
  }
}
