/** A figure that is not known yet: likely not below `low`, `expected` on average, likely not above `high`. */
export interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** The range of a figure that is known. */
export function exactly(value: number): Range {
  return { low: value, expected: value, high: value };
}

export const zeroRange: Range = exactly(0);

/** The range multiplied by one factor. */
export function scaleRange({ low, expected, high }: Range, factor: number): Range {
  return { low: low * factor, expected: expected * factor, high: high * factor };
}

/** The product of two ranges, end by end. */
export function multiplyRanges(left: Range, right: Range): Range {
  return { low: left.low * right.low, expected: left.expected * right.expected, high: left.high * right.high };
}

export interface Certainty {
  /** The number of examples that a figure was learnt from; 0 where it is assumed. */
  readonly learntFrom?: number;
  readonly most?: number;
}

/**
 * The sum of many uncertain figures. A figure that was learnt from `learntFrom` examples varies from one to the next, so that a sum of many
 * is surer than each. A figure that is only assumed may be wrong for all of them in the same direction, and keeps its width.
 */
export class RangeSum {
  #expected = 0;
  /** The squares of figures that vary, and the plain sums of those that err in one direction. */
  #below = { varying: 0, common: 0 };
  #above = { varying: 0, common: 0 };
  #most = 0;

  /** Adds a figure. `most` is the value that it cannot exceed, whatever was learnt; its upper end unless given. */
  add({ low, expected, high }: Range, { learntFrom = 0, most = high }: Certainty = {}): void {
    this.#expected += expected;
    this.#most += most;
    const drift = learntFrom === 0 ? 0 : drifting * expected;
    widen(this.#below, { distance: Math.max(0, expected - low), drift, learntFrom });
    widen(this.#above, { distance: Math.max(0, high - expected), drift, learntFrom });
  }

  get range(): Range {
    const low = this.#expected - Math.sqrt(this.#below.varying) - this.#below.common;
    return {
      low: Math.max(0, low),
      expected: this.#expected,
      high: Math.min(this.#most, this.#expected + Math.sqrt(this.#above.varying) + this.#above.common),
    };
  }
}

const fewExamples = 5;
/** The least uncertainty of anything learnt, as a share: prompts are edited and models move on. Measured with `npm run bench`. */
const drifting = 0.08;

interface Widening {
  readonly distance: number;
  readonly drift: number;
  readonly learntFrom: number;
}

function widen(side: { varying: number; common: number }, { distance, drift, learntFrom }: Widening): void {
  if (learntFrom === 0) {
    side.common += distance;
    return;
  }
  side.varying += distance ** 2;
  // The mean of few examples is itself off by this much, for every figure that uses it; and so are the ends that few examples show.
  side.common += drift + (distance * (1 + fewExamples / learntFrom)) / Math.sqrt(learntFrom);
}
