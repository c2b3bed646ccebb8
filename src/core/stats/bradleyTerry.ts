import { inverse } from './inverse.ts';
import { sum } from './sum.ts';

/** How often each model was preferred to each other: `wins[i][j]` times i to j, and `ties[i][j]` times neither, the same both ways. */
export interface Duels {
  readonly wins: readonly (readonly number[])[];
  readonly ties: readonly (readonly number[])[];
}

/** The strengths behind duels. */
export interface Ranking {
  /** Natural logarithms, with mean 0: i beats j with chance 1/(1 + exp(strength j - strength i)). */
  readonly strengths: readonly number[];
  /** Standard errors of the difference of two strengths, which is what models are compared by. */
  readonly errors: readonly (readonly number[])[];
}

/** Why there is no ranking: these models, by their index, never lost to any of the others. */
export interface Unbeaten {
  readonly unbeaten: readonly number[];
}

const mostRounds = 100_000;
const tolerance = 1e-13;

/** The Bradley-Terry ranking of duels, in which a tie is half a win for both; or who is unbeaten, so that no finite strength exists. */
export function bradleyTerry(duels: Duels): Ranking | Unbeaten {
  const points = duels.wins.map((row, i) => row.map((won, j) => won + (duels.ties[i]?.[j] ?? 0) / 2));
  const unbeaten = unbeatenGroup(points);
  if (unbeaten) return { unbeaten };
  const strengths = strengthsOf(points);
  return { strengths, errors: errorsOf(points, strengths) };
}

/** Hunter's MM algorithm (2004). */
function strengthsOf(points: readonly (readonly number[])[]): readonly number[] {
  let worth = points.map(() => 1);
  const won = points.map(sum);
  for (let round = 0; round < mostRounds; round++) {
    const raw = worth.map((own, i) => {
      const against = sum(worth.map((other, j) => (i === j ? 0 : met(points, i, j) / (own + other))));
      return (won[i] ?? 0) / against;
    });
    const scale = Math.exp(sum(raw.map(Math.log)) / raw.length);
    const next = raw.map((value) => value / scale);
    const change = Math.max(...next.map((value, i) => Math.abs(Math.log(value / (worth[i] ?? 1)))));
    worth = next;
    if (change < tolerance) break;
  }
  return worth.map(Math.log);
}

/** By the pseudo-inverse of the information that the duels hold. */
function errorsOf(
  points: readonly (readonly number[])[],
  strengths: readonly number[],
): readonly (readonly number[])[] {
  const size = strengths.length;
  const held = (i: number, j: number) => {
    const chance = 1 / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0)));
    return met(points, i, j) * chance * (1 - chance);
  };
  // With a constant added to every entry the matrix can be inverted, and differences stay as they are.
  const information = strengths.map((_, i) =>
    strengths.map((__, j) =>
      i === j ? sum(strengths.map((___, k) => (k === i ? 0 : held(i, k)))) + 1 / size : 1 / size - held(i, j),
    ),
  );
  const covariance = inverse(information);
  const at = (i: number, j: number) => covariance[i]?.[j] ?? 0;
  return strengths.map((_, i) =>
    strengths.map((__, j) => (i === j ? 0 : Math.sqrt(Math.max(0, at(i, i) + at(j, j) - 2 * at(i, j))))),
  );
}

function met(points: readonly (readonly number[])[], i: number, j: number): number {
  return (points[i]?.[j] ?? 0) + (points[j]?.[i] ?? 0);
}

/** A group that took no point from anybody outside of it, or lost none: without one, everybody can be reached from everybody. */
function unbeatenGroup(points: readonly (readonly number[])[]): readonly number[] | undefined {
  const all = points.map((_, index) => index);
  for (const start of all) {
    const beatenBy = reachedFrom(start, (i, j) => (points[j]?.[i] ?? 0) > 0, all);
    if (beatenBy.size < all.length) return [...beatenBy].toSorted((left, right) => left - right);
  }
  return undefined;
}

/** Everybody who can be reached step by step. */
function reachedFrom(start: number, leads: (i: number, j: number) => boolean, all: readonly number[]): Set<number> {
  const reached = new Set([start]);
  for (const from of reached) for (const to of all) if (leads(from, to)) reached.add(to);
  return reached;
}
