/** A figure that is not known yet: likely not below `low`, `expected` on average, likely not above `high`. */
export interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export function exactly(value: number): Range {
  return { low: value, expected: value, high: value };
}

export const zeroRange: Range = exactly(0);

export function scaleRange({ low, expected, high }: Range, factor: number): Range {
  return { low: low * factor, expected: expected * factor, high: high * factor };
}

export function multiplyRanges(left: Range, right: Range): Range {
  return { low: left.low * right.low, expected: left.expected * right.expected, high: left.high * right.high };
}

/**
 * The sum of many uncertain figures. What was learnt from `learntFrom` examples varies from one to the next, so that a sum of many is
 * surer than each; what was only assumed may be wrong for all of them in the same direction, and stays as wide as it is.
 */
export class RangeSum {
  #expected = 0;
  /** Squares of what varies, and plain sums of what errs in one direction. */
  #below = { varying: 0, common: 0 };
  #above = { varying: 0, common: 0 };

  add({ low, expected, high }: Range, learntFrom = 0): void {
    this.#expected += expected;
    widen(this.#below, Math.max(0, expected - low), learntFrom);
    widen(this.#above, Math.max(0, high - expected), learntFrom);
  }

  get range(): Range {
    const low = this.#expected - Math.sqrt(this.#below.varying) - this.#below.common;
    return {
      low: Math.max(0, low),
      expected: this.#expected,
      high: this.#expected + Math.sqrt(this.#above.varying) + this.#above.common,
    };
  }
}

function widen(side: { varying: number; common: number }, distance: number, learntFrom: number): void {
  if (learntFrom === 0) {
    side.common += distance;
    return;
  }
  side.varying += distance ** 2;
  // A mean of few examples is itself off by this much, for every figure that it stands for.
  side.common += distance / Math.sqrt(learntFrom);
}
