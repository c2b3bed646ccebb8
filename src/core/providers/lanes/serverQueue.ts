/**
 * Our requests at one address, whatever model they are for, in the order in which they were sent: how many there are, and which of
 * them may still wait for others of ours.
 */
export class ServerQueue {
  /** A server of one's own answers few at once, and those behind wait. */
  readonly #isNear: boolean;
  /** In the order in which they were sent. */
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

  /** `isAlive`: the server has answered or refused it, and was not just given up. */
  leave(visit: Visit, isAlive: boolean, now: number): void {
    let isBehind = false;
    for (const other of this.#visits) {
      if (isBehind && (isAlive || this.#isNear)) other.servedAheadAt = now;
      isBehind ||= other === visit;
    }
    this.#visits.delete(visit);
  }

  /**
   * Since when, on the monotonic clock, the silence about a request is the server's own: while others of ours stand before it at a
   * server of one's own, not at all; elsewhere since one of those was heard of.
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
  /** When something of its answer came last. */
  heardAt: number;
  /** When one that was sent before it ended. */
  servedAheadAt = 0;
  /** Our requests that were under way at the address, at most, while this one was; itself included. */
  atOnce: number;

  constructor(now: number, atOnce: number) {
    this.sentAt = now;
    this.heardAt = now;
    this.atOnce = atOnce;
  }
}
