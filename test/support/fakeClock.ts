import type { Clock } from '../../src/core/environment.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to move. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  wallTime(): number {
    return Date.UTC(2026, 10, 20) + this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** The number of timers that wait; 0 when none was left behind. */
  get pending(): number {
    return this.timers.size;
  }

  /** Lets `ms` pass as on a machine that sleeps: timers that were due in the meantime fire only at the end, all at once. */
  async suspend(ms: number): Promise<void> {
    this.time += ms;
    await this.advance(0);
  }

  /** Lets `ms` pass, timer by timer, with everything that each of them sets off. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    await settle();
    for (let next = this.nextBefore(until); next; next = this.nextBefore(until)) {
      this.time = Math.max(this.time, next.at);
      this.timers.delete(next);
      next.callback();
      await settle();
    }
    this.time = until;
  }

  private nextBefore(until: number): Timer | undefined {
    return [...this.timers].filter((timer) => timer.at <= until).sort((left, right) => left.at - right.at)[0];
  }
}

/** A clock on which every wait is over at once, in order, for streams whose delays do not matter. */
export class InstantClock extends FakeClock {
  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await this.advance(ms);
    signal?.throwIfAborted();
  }
}

/** Waits until every promise that is due has run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}
