import { type Interval, wilson } from './wilson.ts';

/** A pair that was decided, with the lengths of both answers in characters. */
export interface LengthPair {
  readonly lengthA: number;
  readonly lengthB: number;
  readonly wonA: boolean;
}

/** Whether the longer answer tends to be preferred. It proves no bias: the longer one may be better. */
export interface LengthBias {
  /** Pairs of different length, and how many of them the longer one won. */
  readonly pairs: number;
  readonly longerWon: number;
  readonly longerShare: number | undefined;
  readonly longerInterval: Interval | undefined;
  /** The chance that A is chosen at equal length; undefined where the longer one always wins or always loses. */
  readonly rateAtEqualLength: number | undefined;
  /** logit of A's chance = intercept + slope * ln(length of A / length of B). */
  readonly intercept: number | undefined;
  readonly slope: number | undefined;
}

export function lengthBias(pairs: readonly LengthPair[]): LengthBias {
  const unequal = pairs.filter(({ lengthA, lengthB }) => lengthA !== lengthB);
  const longerWon = unequal.filter(({ lengthA, lengthB, wonA }) => lengthA > lengthB === wonA).length;
  const isDecidedByLength = longerWon === 0 || longerWon === unequal.length;
  const fit = isDecidedByLength
    ? undefined
    : fitted(pairs.map(({ lengthA, lengthB, wonA }) => ({ x: Math.log(lengthA / lengthB), y: wonA ? 1 : 0 })));
  return {
    pairs: unequal.length,
    longerWon,
    longerShare: unequal.length === 0 ? undefined : longerWon / unequal.length,
    longerInterval: wilson(longerWon, unequal.length),
    rateAtEqualLength: fit && 1 / (1 + Math.exp(-fit.intercept)),
    intercept: fit?.intercept,
    slope: fit?.slope,
  };
}

const mostSteps = 100;

/** A logistic line by Newton's method; undefined where it does not settle. */
function fitted(
  points: readonly { readonly x: number; readonly y: number }[],
): { readonly intercept: number; readonly slope: number } | undefined {
  let [intercept, slope] = [0, 0];
  for (let step = 0; step < mostSteps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const { x, y } of points) {
      const chance = 1 / (1 + Math.exp(-(intercept + slope * x)));
      const weight = chance * (1 - chance);
      g0 += y - chance;
      g1 += (y - chance) * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12)) return undefined;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    intercept += d0;
    slope += d1;
    if (Math.abs(d0) + Math.abs(d1) < 1e-12) return { intercept, slope };
  }
  return undefined;
}
