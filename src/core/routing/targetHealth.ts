import { defined } from '../jsonRead.ts';
import { isTargetFault } from './moveCause.ts';
import { RecentTimes } from './recentTimes.ts';
import type { Cooldown, MoveCause } from './route.ts';

/** The number of times below which nothing is known of the slowest twentieth. */
const samplesForTail = 8;

/** The number of requests that a route itself asks in addition when one is slow: those are no line in which others wait. */
const inARace = 7;

interface Rest {
  /** Times of failures, oldest first. */
  failures: number[];
  until: number;
  /** True while one request finds out whether it is over. */
  isProbing: boolean;
}

/** The state of a target: `probe` when its rest is over and one request is to find out whether it works. */
export type Readiness = 'ready' | 'probe' | 'resting';

export interface Failure {
  readonly cause: MoveCause;
  readonly retryAfterMs?: number;
}

/**
 * The recent knowledge of targets: which rest after failures, and how fast they answered. Times are milliseconds of whatever clock the
 * caller uses; it holds no timer.
 */
export class TargetHealth {
  readonly #rests = new Map<string, Rest>();
  readonly #times = new Map<string, RecentTimes>();

  /** The state of a target; `key` names the target in the route whose rule this is. */
  readiness(key: string, now: number): Readiness {
    const rest = this.#rests.get(key);
    if (!rest || rest.until === 0) return 'ready';
    if (now < rest.until || rest.isProbing) return 'resting';
    return 'probe';
  }

  /** The end of the rest; 0 when it does not rest. */
  restsUntil(key: string): number {
    return this.#rests.get(key)?.until ?? 0;
  }

  /** Notes that the request that finds out is on its way: no other follows until it has ended. */
  probe(key: string): void {
    const rest = this.#rests.get(key);
    if (rest) rest.isProbing = true;
  }

  succeeded(key: string): void {
    this.#rests.delete(key);
  }

  /** Notes that a request was stopped, which says nothing about the target. */
  stopped(key: string): void {
    const rest = this.#rests.get(key);
    if (rest) rest.isProbing = false;
  }

  failed(key: string, { cause, retryAfterMs }: Failure, rule: Cooldown & { readonly now: number }): void {
    if (!isTargetFault(cause)) {
      this.stopped(key);
      return;
    }
    const rest = this.#rests.get(key) ?? { failures: [], until: 0, isProbing: false };
    this.#rests.set(key, rest);
    const { now, windowMs, failures, restMs } = rule;
    rest.failures = [...rest.failures.filter((at) => at > now - windowMs), now];
    const isProven = rest.until > 0 || cause === 'access' || (cause === 'rate-limit' && retryAfterMs !== undefined);
    rest.isProbing = false;
    if (isProven || rest.failures.length > failures) rest.until = Math.max(rest.until, now + (retryAfterMs ?? restMs));
  }

  /**
   * Notes a time. `series` names the target, the measure and the size of the prompt. `atOnce` is the number of our requests under way at
   * the server meanwhile, so that a wait behind others of ours is not taken for the target's own slowness.
   */
  measured(series: string, milliseconds: number, atOnce?: number): void {
    const times = this.#times.get(series) ?? new RecentTimes();
    this.#times.set(series, times);
    times.add({ milliseconds, ...defined({ atOnce: atOnce && Math.max(1, atOnce - inARace) }) });
  }

  /** The middle of the last times in milliseconds; undefined before the first. */
  median(series: string): number | undefined {
    return this.#times.get(series)?.quantile(0.5);
  }

  p95(series: string): number | undefined {
    const times = this.#times.get(series);
    return times && times.count >= samplesForTail ? times.quantile(0.95) : undefined;
  }
}
