/** Money that a run may spend, in USD. The cost of calls under way is reserved, so that no call starts that could break the cap. */
export class Budget {
  readonly #cap: number;
  #spent: number;
  #reserved = 0;

  /** `spent` is the cost of the run so far, in USD, when it is resumed. */
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

  /** Replaces a reserved amount by the true cost; `undefined` when nobody can say, which counts as the reserved amount. */
  settle(reserved: number, cost: number | undefined): void {
    this.#reserved -= reserved;
    this.#spent += cost ?? reserved;
  }
}
