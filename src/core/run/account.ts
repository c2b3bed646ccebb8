import type { Cost } from '../pricing/cost.ts';

/** Milliseconds from the moment the (last) request was sent. */
export interface Timing {
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  /**
   * Requests of ours that were under way at the same address, at most, while this one was; itself included. Absent where nobody
   * counted: in older records, and where there is no address.
   */
  readonly atOnce?: number;
}

/** What judging an answer took. */
export interface Judging {
  /** Questions that a judge answered, those answered from the cache included. */
  readonly calls: number;
  readonly cached: number;
  /** Of the calls whose cost is known; null when there is none. */
  readonly cost: Cost | null;
  /** Calls that were paid for and whose cost nobody can say. */
  readonly unknownCost: number;
  /** Questions that never had their turn (no money left, or the judge's lane has stopped): a resumed run asks them. */
  readonly left?: number;
}
