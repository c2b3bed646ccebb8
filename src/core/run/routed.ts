import type { ErrorRecord } from '../errors.ts';
import type { Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { Judging, Timing } from './account.ts';

/**
 * What became of an attempt: `served` is the answer that counts; `replaced` was answered too, but did not satisfy; `compared` is a
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
  /** Null when nobody can say: unknown is not nothing. */
  readonly cost: Cost | null;
  readonly error?: ErrorRecord;
  /** An earlier answer to the very same question: nothing new was paid. */
  readonly cached?: true;
  /** Of a shadow: what it said. */
  readonly answer?: string;
}

/** How a route came to its answer. */
export interface Routed {
  /** `route:safe`. */
  readonly route: string;
  /** The model whose answer serves; null when none did. */
  readonly served: string | null;
  readonly attempts: readonly RouteAttempt[];
  /** What the route's own checks took. */
  readonly judging?: Judging;
}

/** True when another target served than the one that was to: its row is no proof of the first. */
export function isServedByFallback({ attempts }: Routed): boolean {
  return attempts.some(
    ({ outcome, reason, isFallback }) => outcome === 'served' && (isFallback === true || reason === 'moved-on'),
  );
}
