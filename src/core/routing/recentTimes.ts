import { type TimeAtOnce, unslowed } from '../providers/lanes/unslowed.ts';

/** The number of times that count; older ones are forgotten. */
const kept = 64;

/**
 * The last times of a target. They are also kept sorted, since a route asks for their middle at every request. Those of requests that
 * waited behind others of ours are left out.
 */
export class RecentTimes {
  /** The times in the order in which they came; the next one takes the place of the oldest. */
  readonly #inOrder: TimeAtOnce[] = [];
  #sorted: number[] = [];
  /** The number of requests under way above which times were slowed by that. */
  #limit = Number.POSITIVE_INFINITY;
  #next = 0;

  get count(): number {
    return this.#sorted.length;
  }

  add(time: TimeAtOnce): void {
    const oldest = this.#inOrder.length === kept ? this.#inOrder[this.#next] : undefined;
    this.#inOrder[this.#next] = time;
    this.#next = (this.#next + 1) % kept;
    const limit = time.atOnce === undefined ? this.#limit : unslowed(this.#inOrder).limit;
    if (limit === this.#limit) this.#replace(oldest, time);
    else this.#sortAgain(limit);
  }

  /** A quantile by nearest rank; undefined before the first time. */
  quantile(share: number): number | undefined {
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.max(0, Math.ceil(share * this.#sorted.length) - 1))];
  }

  #replace(oldest: TimeAtOnce | undefined, newest: TimeAtOnce): void {
    if (oldest && this.#counts(oldest)) this.#sorted.splice(placeOf(this.#sorted, oldest.milliseconds), 1);
    if (this.#counts(newest)) this.#sorted.splice(placeOf(this.#sorted, newest.milliseconds), 0, newest.milliseconds);
  }

  #sortAgain(limit: number): void {
    this.#limit = limit;
    const own = this.#inOrder.filter((time) => this.#counts(time));
    this.#sorted = own.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  }

  #counts({ atOnce = 0 }: TimeAtOnce): boolean {
    return atOnce <= this.#limit;
  }
}

/** The first index whose value is not smaller. */
function placeOf(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? 0) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
