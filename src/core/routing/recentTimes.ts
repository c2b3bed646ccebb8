/** Times that count; older ones are forgotten. */
const kept = 64;

/** The last times of a target, kept sorted too: a route asks for their middle at every request. */
export class RecentTimes {
  /** In the order in which they came; the next one takes the place of the oldest. */
  readonly #inOrder: number[] = [];
  readonly #sorted: number[] = [];
  #next = 0;

  get count(): number {
    return this.#sorted.length;
  }

  add(milliseconds: number): void {
    const oldest = this.#inOrder[this.#next];
    if (this.#inOrder.length === kept && oldest !== undefined) this.#sorted.splice(placeOf(this.#sorted, oldest), 1);
    this.#inOrder[this.#next] = milliseconds;
    this.#next = (this.#next + 1) % kept;
    this.#sorted.splice(placeOf(this.#sorted, milliseconds), 0, milliseconds);
  }

  /** By nearest rank; undefined before the first time. */
  quantile(share: number): number | undefined {
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.max(0, Math.ceil(share * this.#sorted.length) - 1))];
  }
}

/** The first place whose value is not smaller. */
function placeOf(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
