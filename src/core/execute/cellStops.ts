/** The signals by which what a cell waits for outside of its model's lane is stopped. */
export class CellStops {
  readonly #waiting = new Map<string, AbortController>();

  /** Does some work for a cell, with a signal that stops it. */
  async during<Result>(cell: string, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const controller = new AbortController();
    this.#waiting.set(cell, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#waiting.delete(cell);
    }
  }

  stop(cell: string): void {
    this.#waiting.get(cell)?.abort();
  }

  stopAll(): void {
    for (const controller of this.#waiting.values()) controller.abort();
  }
}
