import type { PolypromptError } from '../errors.ts';
import type { TimedAnswer } from '../providers/lanes/usualLength.ts';
import type { HeaderReader } from '../providers/wire/retryAfter.ts';

/** One attempt among all requests of the run at the same address. */
export interface Stay {
  /** The most requests of ours that were under way at that address while this one was; undefined where nothing was sent to an address. */
  readonly atOnce: number | undefined;
  /** Has to be called when the request is about to be sent. The address of a route's cell is the route. */
  enter(address: string): void;
  /** Has to be called when a part of the answer has come. */
  heard(): void;
  /** The time on the monotonic clock since which the server itself is silent, and the request does not wait behind others of ours. */
  silentSince(): number;
}

/** One try at a request. */
export interface Attempt {
  /** The number of the try, from 1. */
  readonly number: number;
  readonly signal: AbortSignal;
  readonly stay: Stay;
  /** Has to be called with the headers of every answer, which state the limits. */
  onHeaders(headers: HeaderReader): void;
}

/** The end of a try. `tokens` and `cost` (USD) are undefined where they are not known. */
export type AttemptEnd =
  | {
      readonly type: 'answered';
      readonly tokens: number | undefined;
      readonly cost: number | undefined;
      /** The time of the answer by itself, where more is known than the time of the whole attempt. */
      readonly timed?: TimedAnswer;
    }
  | {
      readonly type: 'failed';
      readonly error: PolypromptError;
      /** True when some of the answer has come. A retry would then silently replace an answer that was being read and paid for. */
      readonly hasContent: boolean;
      readonly cost: number | undefined;
    }
  | { readonly type: 'stopped' };

/**
 * A request to a model that waits for its turn. Exactly one thing ends it: an attempt that was answered or stopped, or one call
 * of `failed`, `cancelled` or `left`.
 */
export interface ScheduledRequest {
  readonly id: string;
  /**
   * True when something in the run waits for its end (a judge's verdict): it goes before other requests, and `left` is called as soon as it
   * can never start.
   */
  readonly isAwaited?: true | undefined;
  /** True when whoever waits for it can ask elsewhere: it is never retried, and fails at once where its lane is paused or stopped. */
  readonly isImpatient?: true;
  /** True when it sends no request of its own and waits for those that it submits. */
  readonly isComposite?: true;
  /** The tokens that it will take of the limits per minute. */
  readonly tokens: number;
  /** The most that it may cost, in USD. */
  readonly maxCost: number;
  /** Never rejects. */
  attempt(attempt: Attempt): Promise<AttemptEnd>;
  /** Called when it will be tried again after `delayMs` milliseconds. */
  retrying(error: PolypromptError, delayMs: number): void;
  failed(error: PolypromptError): void;
  /** Called when it is stopped while it waits. */
  cancelled(): void;
  /** Called when the run ends before its turn: its lane has stopped for this reason, or no money is left (undefined). */
  left(reason: PolypromptError | undefined): void;
}
