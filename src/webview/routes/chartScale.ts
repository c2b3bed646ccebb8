/** The place of a value along an axis, and the values that are written at the axis. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Equal steps for equal differences, over round ticks. */
export function linearScale(values: readonly number[], pixels: Span, bounds: Span): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = stepFor(Math.max(most - least, (bounds.to - bounds.from) / 20));
  const from = Math.max(bounds.from, Math.floor(least / step - 0.2) * step);
  const to = Math.min(bounds.to, Math.ceil(most / step + 0.2) * step);
  const count = Math.round((to - from) / step);
  return {
    at: (value) => pixels.from + ((value - from) / (to - from)) * (pixels.to - pixels.from),
    ticks: Array.from({ length: count + 1 }, (_, index) => round(from + index * step)),
  };
}

/** Equal steps for equal ratios, because costs differ by hundreds. Values of 0 stand where the least of the others does. */
export function logScale(values: readonly number[], pixels: Span): Scale {
  const positive = values.filter((value) => value > 0);
  const least = Math.log10(Math.min(...positive, 1e9));
  const most = Math.log10(Math.max(...positive, 1e-9));
  const [from, to] = positive.length === 0 ? [0, 1] : [least - 0.15, Math.max(most + 0.15, least + 0.6)];
  const place = (log: number) => pixels.from + ((log - from) / (to - from)) * (pixels.to - pixels.from);
  return {
    at: (value) => place(value > 0 ? Math.log10(value) : from),
    ticks: decades(from, to),
  };
}

/** Ticks at 1, 10, 100 and so on; with 2 and 5 between them where there would be few. */
function decades(from: number, to: number): readonly number[] {
  const digits = to - from > 2.5 ? [1] : to - from > 1.2 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(from); power <= Math.ceil(to); power++)
    for (const digit of digits) {
      const log = power + Math.log10(digit);
      if (log >= from && log <= to) ticks.push(round(digit * 10 ** power));
    }
  return ticks;
}

/** The step for about five ticks, at 1, 2 or 5 times a power of ten. */
function stepFor(span: number): number {
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

/** A value without the rounding errors of binary fractions. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
