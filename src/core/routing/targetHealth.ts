import { defined } from '../jsonRead.ts';
import { isTargetFault } from './moveCause.ts';
import { RecentTimes } from './recentTimes.ts';
import type { Cooldown, MoveCause } from './route.ts';

/** Fewer say nothing about the slowest twentieth. */
const samplesForTail = 8;

/** So many more a route asks by itself, just when one is slow: that is no line in which they wait. */
const inARace = 7;

interface Rest {
  /** Times of failures, oldest first. */
  failures: number[];
  until: number;
  /** One request finds out whether it is over. */
  isProbing: boolean;
}

/** How a target may be asked: `probe` when its rest is over and one request is to find out. */
export type Readiness = 'ready' | 'probe' | 'resting';

export interface Failure {
  readonly cause: MoveCause;
  readonly retryAfterMs?: number;
}

/**
 * What is known of targets lately: which rest after failures, and how fast they answered. Times are milliseconds of whatever clock the
 * caller uses; it holds no timer.
 */
export class TargetHealth {
  readonly #rests = new Map<string, Rest>();
  readonly #times = new Map<string, RecentTimes>();

  /** `key`: the target, in the route whose rule this is. */
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

  /** The request that finds out whether a rest is over is on its way: no other follows until it ended. */
  probe(key: string): void {
    const rest = this.#rests.get(key);
    if (rest) rest.isProbing = true;
  }

  succeeded(key: string): void {
    this.#rests.delete(key);
  }

  /** A request that was stopped says nothing. */
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
   * `series`: the target, what is measured, and the size of the prompt. `atOnce`: our requests under way at the server meanwhile, so
   * that a wait behind others of ours is not taken for the target's own slowness.
   */
  measured(series: string, milliseconds: number, atOnce?: number): void {
    const times = this.#times.get(series) ?? new RecentTimes();
    this.#times.set(series, times);
    times.add({ milliseconds, ...defined({ atOnce: atOnce && Math.max(1, atOnce - inARace) }) });
  }

  /** The middle of the last times; undefined before the first. */
  median(series: string): number | undefined {
    return this.#times.get(series)?.quantile(0.5);
  }

  p95(series: string): number | undefined {
    const times = this.#times.get(series);
    return times && times.count >= samplesForTail ? times.quantile(0.95) : undefined;
  }
}
