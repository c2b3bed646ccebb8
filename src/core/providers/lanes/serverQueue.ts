/**
 * Our requests at one address, for all its models, in the order in which they were sent: it counts them, and knows which of them may still
 * wait for others of ours.
 */
export class ServerQueue {
  /** True for a local server, which answers few at once while those behind wait. */
  readonly #isNear: boolean;
  /** The requests in the order in which they were sent. */
  readonly #visits = new Set<Visit>();

  constructor(isNear: boolean) {
    this.#isNear = isNear;
  }

  enter(now: number): Visit {
    const visit = new Visit(now, this.#visits.size + 1);
    for (const other of this.#visits) other.atOnce = Math.max(other.atOnce, visit.atOnce);
    this.#visits.add(visit);
    return visit;
  }

  /** Ends a visit. `isAlive` is true when the server has answered or refused it, and false when it was given up. */
  leave(visit: Visit, isAlive: boolean, now: number): void {
    let isBehind = false;
    for (const other of this.#visits) {
      if (isBehind && (isAlive || this.#isNear)) other.servedAheadAt = now;
      isBehind ||= other === visit;
    }
    this.#visits.delete(visit);
  }

  /**
   * The time on the monotonic clock since which the silence about a request is the server's own. At a local server it is `now` while others
   * of ours stand before the request; elsewhere it is the time when something of those was last heard.
   */
  silentSince(visit: Visit, now: number): number {
    let since = Math.max(visit.sentAt, visit.servedAheadAt);
    for (const ahead of this.#visits) {
      if (ahead === visit) break;
      if (this.#isNear) return now;
      since = Math.max(since, ahead.heardAt);
    }
    return since;
  }
}

/** One request on its way. Times are milliseconds on the monotonic clock. */
export class Visit {
  readonly sentAt: number;
  /** The time when a part of its answer came last. */
  heardAt: number;
  /** The time when a request that was sent before it ended. */
  servedAheadAt = 0;
  /** The most requests of ours that were under way at the address while this one was, with itself. */
  atOnce: number;

  constructor(now: number, atOnce: number) {
    this.sentAt = now;
    this.heardAt = now;
    this.atOnce = atOnce;
  }
}
