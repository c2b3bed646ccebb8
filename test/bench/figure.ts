/** One measured figure. Prints one JSON line; a missed target is visible, never a failure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  /** What else a reader needs to judge it. */
  readonly note?: string;
}

export function printFigure(figure: Figure): void {
  const value = Math.round(figure.value * 1000) / 1000;
  console.log(JSON.stringify({ ...figure, value, met: value <= figure.target }));
}

/** The value below which `share` (0 to 1) of the samples lie; nearest rank. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
