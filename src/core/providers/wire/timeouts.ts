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

/** Reasoning models may say nothing for many minutes before their first word. */
export const reasoningTimeouts: Timeouts = { ...defaultTimeouts, firstByte: 15 * minute };

export interface TimeLimits<Item> {
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  /** Stops the stream; what it throws then is this signal's reason. */
  readonly signal: AbortSignal;
  /** Silence before the first content counts from then, if that is later than the beginning. */
  readonly silentSince?: () => number;
  isContent(item: Item): boolean;
  /** Who was waited for, as the message names it. */
  readonly who: string;
}

/**
 * The stream that `open` gives, ended by the first limit that is passed: first content, silence between two pieces of content,
 * or the whole. It reacts at once even where the stream underneath ignores its signal, and leaves no timer behind. (The limit for
 * connecting is fetch's: only it knows when a socket stands.)
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
  /** From when the whole time counts: the start, or when nothing of ours stood before it any more. */
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

  /** The reader has it, and is busy until it comes back. */
  itemArrived(isContent: boolean): void {
    const now = this.limits.clock.now();
    this.busySince = now;
    if (!isContent) return;
    if (!this.hasContent) this.startedAt = this.silentSince();
    this.hasContent = true;
    this.silenceBegan = now;
  }

  /** Time that the reader took before asking for more is not the provider's silence. */
  readerIsBack(): void {
    if (this.busySince !== undefined) this.silenceBegan += this.limits.clock.now() - this.busySince;
    this.busySince = undefined;
  }

  /** A stream that has come to its own end holds nothing that would have to be given up. */
  end(isOver: boolean): void {
    this.cancelTimer();
    this.limits.signal.removeEventListener('abort', this.onAbort);
    if (!isOver) this.controller.abort();
  }

  /** One timer for all limits: it looks at least once per idle time, so the first content has none to set. */
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
    // After a sleep of the machine both may be long over: the one that was over first counts, and silence can be tried again.
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
