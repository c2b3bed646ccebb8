import type { ErrorRecord } from '../errors.ts';
import type { Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { Judging, Timing } from './account.ts';

/**
 * The outcome of an attempt: `served` is the answer that counts; `replaced` was answered, too, but did not satisfy; `compared` is a
 * shadow's; `helped` told the class of the request.
 */
export type AttemptOutcome = 'served' | 'replaced' | 'failed' | 'cancelled' | 'compared' | 'helped';

/** One request that a route sent. */
export interface RouteAttempt extends Omit<Ask, 'timeoutMs'> {
  readonly outcome: AttemptOutcome;
  /** Milliseconds since the route began. */
  readonly startedMs: number;
  readonly timing: Timing;
  readonly usage: Usage | null;
  /** The cost; null when it is not known, which is not zero. */
  readonly cost: Cost | null;
  readonly error?: ErrorRecord;
  /** True for an earlier answer to exactly the same question: nothing new was paid. */
  readonly cached?: true;
  /** The answer of a shadow. */
  readonly answer?: string;
}

/** The way in which a route came to its answer. */
export interface Routed {
  /** The route, such as `route:safe`. */
  readonly route: string;
  /** The model whose answer serves; null when none did. */
  readonly served: string | null;
  readonly attempts: readonly RouteAttempt[];
  /** The calls and cost of the route's own checks. */
  readonly judging?: Judging;
}

/** True when another target served than the one that was to serve: its row proves nothing about the first. */
export function isServedByFallback({ attempts }: Routed): boolean {
  return attempts.some(
    ({ outcome, reason, isFallback }) => outcome === 'served' && (isFallback === true || reason === 'moved-on'),
  );
}
