import type { Quota } from '../wire/rateHeaders.ts';

const minute = 60_000;

/**
 * The rest of one limit, as far as headers have stated it. It refills steadily, requests take from it in advance, and every answer corrects
 * it. Before the first header it lets everything through.
 */
export class TokenBucket {
  #limit: number | undefined;
  #level = 0;
  #perMs = 0;
  #at = 0;

  /** The limit per minute; undefined until a header has stated it. */
  get perMinute(): number | undefined {
    return this.#limit === undefined ? undefined : Math.round(this.#perMs * minute);
  }

  /** Learns from a header. `taken` is the amount of requests that the server had not counted when it answered. */
  learn(quota: Quota, taken: number, now: number): void {
    this.#level = quota.remaining - taken;
    this.#limit = quota.limit;
    this.#perMs = refillPerMs(quota);
    this.#at = now;
  }

  take(amount: number, now: number): void {
    this.#refill(now);
    this.#level -= amount;
  }

  /** Milliseconds until `amount` is there; a request larger than the whole limit goes when the bucket is full. */
  waitMs(amount: number, now: number): number {
    if (this.#limit === undefined) return 0;
    this.#refill(now);
    const lacking = Math.min(amount, this.#limit) - this.#level;
    return lacking <= 0 ? 0 : Math.ceil(lacking / this.#perMs);
  }

  #refill(now: number): void {
    if (this.#limit !== undefined) this.#level = Math.min(this.#limit, this.#level + (now - this.#at) * this.#perMs);
    this.#at = now;
  }
}

/** The pace of refilling. A limit per day resets far later than one per minute would, so it keeps its own pace. */
function refillPerMs({ limit, remaining, resetMs }: Quota): number {
  const perMinute = limit / minute;
  if (resetMs === undefined || resetMs <= 2 * minute || remaining >= limit) return perMinute;
  return Math.min(perMinute, (limit - remaining) / resetMs);
}
