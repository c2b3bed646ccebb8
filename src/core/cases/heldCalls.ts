/** Values that wait for more of their kind, by key, in the order in which they were last added to. What outgrows the bound leaves first. */
export class HeldCalls<Value> {
  readonly #held = new Map<string, { readonly value: Value; readonly size: number }>();
  readonly #most: number;
  #size = 0;

  /** `most` is the sum of sizes that may wait, in whatever unit sizes are given. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    return this.#held.get(key)?.value;
  }

  delete(key: string): void {
    this.#size -= this.#held.get(key)?.size ?? 0;
    this.#held.delete(key);
  }

  /** Keeps a value and returns those that had to leave for it, the longest waiting one first. */
  set(key: string, value: Value, size: number): readonly Value[] {
    this.delete(key);
    this.#held.set(key, { value, size });
    this.#size += size;
    const left: Value[] = [];
    for (const [oldest, held] of this.#held) {
      if (this.#size <= this.#most || oldest === key) break;
      this.delete(oldest);
      left.push(held.value);
    }
    return left;
  }

  /** Everything that still waits, which waits no longer. */
  take(): readonly Value[] {
    const all = [...this.#held.values()].map(({ value }) => value);
    this.#held.clear();
    this.#size = 0;
    return all;
  }
}
