import { wilson } from './wilson.ts';

const mostLabels = 1_000_000;

/**
 * The fewest labels of which Wilson's 95% interval is no wider than `width`, when the share of passes stays as it is (one half where nothing
 * is labelled). Undefined where a million do not do.
 */
export function labelsForWidth(passed: number, labelled: number, width: number): number | undefined {
  const rate = labelled === 0 ? 0.5 : passed / labelled;
  const isNarrow = (n: number) => {
    const interval = wilson(rate * n, n);
    return interval !== undefined && interval.high - interval.low <= width;
  };
  let high = 1;
  while (!isNarrow(high)) {
    high *= 2;
    if (high > mostLabels) return undefined;
  }
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isNarrow(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The fewest labels with which a kappa's 95% interval is no wider than `width`, by the error that it has now. */
export function labelsForKappa(error: number, labelled: number, width: number): number {
  return Math.ceil(labelled * ((2 * 1.959963984540054 * error) / width) ** 2);
}
