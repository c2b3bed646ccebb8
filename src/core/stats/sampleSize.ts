import { normalQuantile } from './normal.ts';

/** Shares of the cases in which only the left, and only the right passes. */
export interface DiscordantRates {
  readonly left: number;
  readonly right: number;
}

interface TestStrength {
  /** The chance of seeing a difference where there is none. */
  readonly alpha: number;
  /** The chance of seeing the difference where there is one. */
  readonly power: number;
}

const usual: TestStrength = { alpha: 0.05, power: 0.8 };

/**
 * The number of cases that a two-sided McNemar test needs to see these rates, by Connor's formula (1987), not rounded: (z_a sqrt(s) + z_b
 * sqrt(s - d^2))^2 / d^2 with s the sum and d the difference of the rates. The exact test needs a few percent more. Undefined where the
 * rates are the same, since no number of cases tells them apart.
 */
export function connorCases({ left, right }: DiscordantRates, { alpha, power } = usual): number | undefined {
  const [sum, difference] = [left + right, left - right];
  const ofAlpha = normalQuantile(1 - alpha / 2);
  const ofPower = normalQuantile(power);
  if (difference === 0 || ofAlpha === undefined || ofPower === undefined) return undefined;
  const squared = difference * difference;
  return (ofAlpha * Math.sqrt(sum) + ofPower * Math.sqrt(sum - squared)) ** 2 / squared;
}

/**
 * The number of cases beyond these `cases` that would settle whether the difference seen in them is one, by Connor's formula with a power
 * of 80%; 0 when there are as many already. Undefined where no difference is seen.
 */
export function moreCases(
  { onlyLeft, onlyRight, cases }: { readonly onlyLeft: number; readonly onlyRight: number; readonly cases: number },
  alpha = usual.alpha,
): number | undefined {
  const needed = connorCases({ left: onlyLeft / cases, right: onlyRight / cases }, { ...usual, alpha });
  return needed === undefined ? undefined : Math.max(0, Math.ceil(needed) - cases);
}
