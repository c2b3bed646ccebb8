import type { PolypromptError } from '../errors.ts';
import type { TimedAnswer } from '../providers/lanes/usualLength.ts';
import type { HeaderReader } from '../providers/wire/retryAfter.ts';

/** An attempt among all requests of the run at the same address. */
export interface Stay {
  /** Our requests that were under way there, at most, while this one was; undefined where nothing was sent to an address. */
  readonly atOnce: number | undefined;
  /** To be called when the request is about to go there; a route's cells have their route for an address. */
  enter(address: string): void;
  /** Something of the answer has come. */
  heard(): void;
  /** Since when, on the monotonic clock, its silence is the server's own and not a wait behind others of ours. */
  silentSince(): number;
}

/** One try at a job. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly signal: AbortSignal;
  readonly stay: Stay;
  /** To be called with the headers of every answer: they tell the limits. */
  onHeaders(headers: HeaderReader): void;
}

/** How a try ended. `tokens` and `cost` (USD) where they are known. */
export type AttemptEnd =
  | {
      readonly type: 'answered';
      readonly tokens: number | undefined;
      readonly cost: number | undefined;
      /** What is known of its time beside that of the whole attempt. */
      readonly timed?: TimedAnswer;
    }
  | {
      readonly type: 'failed';
      readonly error: PolypromptError;
      /** A retry after the first piece of content would silently replace an answer that was being read and paid for. */
      readonly hasContent: boolean;
      readonly cost: number | undefined;
    }
  | { readonly type: 'stopped' };

/** A request to a model that waits for its turn. Exactly one of the last four ends it, or an attempt that was answered or stopped. */
export interface ScheduledRequest {
  readonly id: string;
  /** Something of the run waits for its end (a judge's verdict): it goes before other jobs, and is left as soon as it can never start. */
  readonly isAwaited?: true;
  /** Whoever waits for it knows where else to ask: it is never tried again, and fails at once where its lane is paused or stopped. */
  readonly isImpatient?: true;
  /** It has no request of its own: it waits for those that it submits. */
  readonly isComposite?: true;
  /** What it will take of the limits per minute. */
  readonly tokens: number;
  /** What it may cost, in USD. */
  readonly maxCost: number;
  /** Never rejects. */
  attempt(attempt: Attempt): Promise<AttemptEnd>;
  /** It will be tried again after so many milliseconds. */
  retrying(error: PolypromptError, delayMs: number): void;
  failed(error: PolypromptError): void;
  /** Stopped while it waited. */
  cancelled(): void;
  /** The run ended before its turn: no money is left, or its lane has stopped for this reason. */
  left(reason: PolypromptError | undefined): void;
}
