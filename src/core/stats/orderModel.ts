import { inverse } from './inverse.ts';
import { sum } from './sum.ts';

/** Choices between two models, by their index, of which one was shown first; ties are no choices. */
export interface OrderedContest {
  readonly first: number;
  readonly second: number;
  /** How often what stood first was chosen, and how often what stood second. */
  readonly firstWon: number;
  readonly firstLost: number;
}

/** How much standing first is worth to a judge, apart from how good the models are. */
export interface OrderModel {
  /** Natural logarithms, with mean 0. */
  readonly strengths: readonly number[];
  /** What is added to the log-odds of what stands first; 0 for a judge that favours no place. */
  readonly firstBonus: number;
  readonly firstBonusError: number;
}

const mostSteps = 60;
const settled = 1e-11;
/** Log-odds beyond which a choice is no longer uncertain: the data say always, and no finite number does. */
const certain = 15;

/** A Bradley-Terry model with an order effect, by Newton's method; undefined where the choices have no finite strengths or bonus. */
export function orderModel(models: number, contests: readonly OrderedContest[]): OrderModel | undefined {
  let [strengths, bonus]: [readonly number[], number] = [new Array<number>(models).fill(0), 0];
  for (let step = 0; step < mostSteps; step++) {
    const { slope, information } = slopesAt(strengths, bonus, contests);
    const covariance = inverse(information);
    const change = covariance.map((row) => sum(row.map((value, index) => value * (slope[index] ?? 0))));
    const moved = [...strengths, bonus].map((value, index) => value + (change[index] ?? 0));
    if (change.length === 0 || !moved.every((value) => Math.abs(value) < certain)) return undefined;
    [strengths, bonus] = [centred(moved.slice(0, -1)), moved.at(-1) ?? 0];
    if (change.every((value) => Math.abs(value) < settled)) {
      const variance = covariance.at(-1)?.at(-1) ?? Number.NaN;
      return variance > 0 ? { strengths, firstBonus: bonus, firstBonusError: Math.sqrt(variance) } : undefined;
    }
  }
  return undefined;
}

/** Slope and curvature of the likelihood. A constant in the block of the strengths makes it invertible and changes no difference. */
function slopesAt(strengths: readonly number[], bonus: number, contests: readonly OrderedContest[]) {
  const size = strengths.length;
  const slope = new Array<number>(size + 1).fill(0);
  const information = Array.from({ length: size + 1 }, (_, i) =>
    Array.from({ length: size + 1 }, (__, j) => (i < size && j < size ? 1 / size : 0)),
  );
  for (const { first, second, firstWon, firstLost } of contests) {
    const chance = 1 / (1 + Math.exp(-((strengths[first] ?? 0) - (strengths[second] ?? 0) + bonus)));
    const total = firstWon + firstLost;
    const signs = [
      [first, 1],
      [second, -1],
      [size, 1],
    ] as const;
    for (const [i, left] of signs) {
      slope[i] = (slope[i] ?? 0) + left * (firstWon - total * chance);
      const row = information[i];
      for (const [j, right] of signs) if (row) row[j] = (row[j] ?? 0) + left * right * total * chance * (1 - chance);
    }
  }
  return { slope, information };
}

function centred(values: readonly number[]): readonly number[] {
  const mean = sum(values) / values.length;
  return values.map((value) => value - mean);
}
