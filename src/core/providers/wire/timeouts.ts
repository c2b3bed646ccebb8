import type { Clock } from '../../environment.ts';
import { type ErrorCode, PolypromptError } from '../../errors.ts';
import type { Timeouts } from '../contract/provider.ts';

const minute = 60_000;

export const defaultTimeouts: Timeouts = {
  connect: 10_000,
  firstByte: 2 * minute,
  idle: minute,
  total: 15 * minute,
};

/** The limits for reasoning models, which may say nothing for many minutes before their first word. */
export const reasoningTimeouts: Timeouts = { ...defaultTimeouts, firstByte: 15 * minute };

export interface TimeLimits<Item> {
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  /** Stops the stream, which then throws this signal's reason. */
  readonly signal: AbortSignal;
  /** The time from which silence before the first content counts, if that is later than the beginning. */
  readonly silentSince?: () => number;
  isContent(item: Item): boolean;
  /** The name in messages of the server that was waited for. */
  readonly who: string;
}

/**
 * Passes on the stream of `open`, and ends it by the first limit that is passed: for the first content, for silence between two pieces of
 * content, or for the whole. It reacts at once even where the stream underneath ignores its signal, and leaves no timer behind. (The limit
 * for connecting is fetch's: only fetch knows when a socket stands.)
 */
export async function* withTimeouts<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  limits: TimeLimits<Item>,
): AsyncGenerator<Item> {
  limits.signal.throwIfAborted();
  const watch = new Watch(limits);
  const iterator = open(watch.signal)[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await watch.race(iterator.next());
      if (next.done) {
        isOver = true;
        return;
      }
      watch.itemArrived(limits.isContent(next.value));
      yield next.value;
      watch.readerIsBack();
    }
  } finally {
    watch.end(isOver);
    if (!isOver) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/** The timer of one stream and the one place where a pending read is given up. */
class Watch<Item> {
  private readonly limits: TimeLimits<Item>;
  private readonly controller = new AbortController();
  private readonly onAbort: () => void;
  /** The time from which the whole time counts: the start, or the moment when nothing of ours stood before it any more. */
  private startedAt: number;
  private cancelTimer: () => void;
  private silenceBegan: number;
  private hasContent = false;
  private busySince: number | undefined;
  private giveUp: ((reason: unknown) => void) | undefined;

  constructor(limits: TimeLimits<Item>) {
    this.limits = limits;
    const { clock, timeouts, signal } = limits;
    this.silenceBegan = clock.now();
    this.startedAt = this.silenceBegan;
    this.onAbort = () => this.stop(signal.reason);
    this.cancelTimer = this.checkIn(Math.min(timeouts.firstByte, timeouts.total));
    if (signal.aborted) this.stop(signal.reason);
    else signal.addEventListener('abort', this.onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The value, or the reason for giving up, whichever comes first. */
  race<Value>(value: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.giveUp = reject;
      value.then(resolve, (error: unknown) => reject(this.signal.aborted ? this.signal.reason : error));
      if (this.signal.aborted) reject(this.signal.reason);
    });
  }

  /** Notes that the reader has an item and is busy until it comes back. */
  itemArrived(isContent: boolean): void {
    const now = this.limits.clock.now();
    this.busySince = now;
    if (!isContent) return;
    if (!this.hasContent) this.startedAt = this.silentSince();
    this.hasContent = true;
    this.silenceBegan = now;
  }

  /** Notes that the reader is back: the time that it took is not the provider's silence. */
  readerIsBack(): void {
    if (this.busySince !== undefined) this.silenceBegan += this.limits.clock.now() - this.busySince;
    this.busySince = undefined;
  }

  /** Ends the watch. A stream that has come to its own end holds nothing that would have to be given up. */
  end(isOver: boolean): void {
    this.cancelTimer();
    this.limits.signal.removeEventListener('abort', this.onAbort);
    if (!isOver) this.controller.abort();
  }

  /** Sets the one timer for all limits. It looks at least once per idle time, so that the first content has no timer to set. */
  private checkIn(ms: number): () => void {
    return this.limits.clock.after(Math.min(ms, this.limits.timeouts.idle), () => this.check());
  }

  private check(): void {
    const { firstByte, idle, total } = this.limits.timeouts;
    const now = this.limits.clock.now();
    const limit = this.hasContent ? idle : firstByte;
    const leftOfSilence = this.silentSince() + limit - (this.busySince ?? now);
    const leftOfTotal = (this.hasContent ? this.startedAt : this.silentSince()) + total - now;
    const left = Math.min(leftOfSilence, leftOfTotal);
    // After a sleep of the machine both limits may be long over: the one that was over first counts, and silence can be retried.
    if (left > 0) this.cancelTimer = this.checkIn(left);
    else if (leftOfTotal <= leftOfSilence) this.stop(this.timeout('timeout-total', total));
    else this.stop(this.timeout(this.hasContent ? 'timeout-idle' : 'timeout-first-byte', limit));
  }

  private silentSince(): number {
    if (this.hasContent) return this.silenceBegan;
    return Math.max(this.silenceBegan, this.limits.silentSince?.() ?? 0);
  }

  private stop(reason: unknown): void {
    this.controller.abort(reason);
    this.giveUp?.(this.signal.reason);
  }

  private timeout(code: ErrorCode, ms: number): PolypromptError {
    return new PolypromptError(code, timeoutSentence(code, this.limits.who, ms));
  }
}

function timeoutSentence(code: ErrorCode, who: string, ms: number): string {
  const limit = ms >= 1000 ? `${Math.round(ms / 1000)} s` : `${ms} ms`;
  if (code === 'timeout-idle') return `${who} stopped sending for ${limit}.`;
  if (code === 'timeout-total') return `${who} did not finish within ${limit}.`;
  return `${who} sent nothing within ${limit}.`;
}
