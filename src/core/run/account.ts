import type { Cost } from '../pricing/cost.ts';

/** Milliseconds from the moment the (last) request was sent. */
export interface Timing {
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  /**
   * The most requests of ours that were under way at the same address while this one was, with itself. Absent where nobody counted: in
   * older records, and where there is no address.
   */
  readonly atOnce?: number;
}

/** The calls, cost and rest of judging an answer. */
export interface Judging {
  /** The number of questions that a judge answered, with those answered from the cache. */
  readonly calls: number;
  readonly cached: number;
  /** The cost of the calls whose cost is known; null when there is none. */
  readonly cost: Cost | null;
  /** The number of calls that were paid for and whose cost is not known. */
  readonly unknownCost: number;
  /** The number of questions that never had their turn (no money left, or the judge's lane has stopped): a resumed run asks them. */
  readonly left?: number;
}
