import { bradleyTerry } from '../stats/bradleyTerry.ts';
import { noiseLevel } from '../stats/compareOutcomes.ts';
import { holm } from '../stats/holm.ts';
import { normalCdf, normalQuantile } from '../stats/normal.ts';
import type { Interval } from '../stats/wilson.ts';

/** What a ranking counts of each pair of targets: points of the first one (1 for a win, 1/2 for a tie) in so many cases. */
export interface Duel {
  readonly target: string;
  readonly base: string;
  readonly cases: number;
  readonly points: number;
}

/** Two targets of a ranking, the better one first. */
export interface RankedPair {
  readonly better: string;
  readonly other: string;
  /** The chance that an answer of the better one is preferred, with its 95% interval, corrected for all pairs just as p is. */
  readonly chance: number;
  readonly interval: Interval;
  /** Whether they are apart (two-sided), corrected by Holm for all pairs. */
  readonly p: number;
  readonly isApart: boolean;
}

/** Which targets are liked better than which, over all pairs together. */
export type PreferenceRanking =
  | { readonly type: 'ranked'; readonly order: readonly string[]; readonly pairs: readonly RankedPair[] }
  /** These took every point from the others, or never met them: no strength can be told. */
  | { readonly type: 'unbeaten'; readonly targets: readonly string[] }
  /** The targets fall into groups that were never compared with each other. */
  | { readonly type: 'unconnected'; readonly groups: readonly (readonly string[])[] };

/** A Bradley-Terry ranking in which a tie is half a win for both; undefined for fewer than three targets. */
export function preferenceRanking(duels: readonly Duel[]): PreferenceRanking | undefined {
  const met = duels.filter(({ cases }) => cases > 0);
  const groups = groupsOf(met);
  const targets = groups.flat();
  // Pairs that have nothing to do with each other are no ranking that fell apart.
  if (!groups.some((group) => group.length > 2)) return undefined;
  if (groups.length > 1) return { type: 'unconnected', groups };
  const points = targets.map((own) => targets.map((other) => pointsOf(met, own, other)));
  const ranking = bradleyTerry({ wins: points, ties: targets.map(() => targets.map(() => 0)) });
  if ('unbeaten' in ranking)
    return { type: 'unbeaten', targets: ranking.unbeaten.map((index) => targets[index] ?? '') };
  const { strengths, errors } = ranking;
  const order = targets
    .map((_, index) => index)
    .toSorted((left, right) => (strengths[right] ?? 0) - (strengths[left] ?? 0));
  const pairs = order.flatMap((better, place) => order.slice(place + 1).map((other) => ({ better, other })));
  const looked = pairs.map(({ better, other }) => {
    const difference = (strengths[better] ?? 0) - (strengths[other] ?? 0);
    const error = errors[better]?.[other] ?? Number.POSITIVE_INFINITY;
    return { better, other, difference, error, p: 2 * (1 - normalCdf(difference / error)) };
  });
  const adjusted = holm(looked.map(({ p }) => p));
  return {
    type: 'ranked',
    order: order.map((index) => targets[index] ?? ''),
    pairs: looked.map(({ better, other, difference, error, p }, index) => {
      const corrected = adjusted[index] ?? 1;
      const isApart = corrected <= noiseLevel;
      // As with passes: Holm's own level for a difference, alpha divided by all looks for noise.
      const level = noiseLevel / (isApart && p > 0 ? corrected / p : looked.length);
      const reach = (normalQuantile(1 - level / 2) ?? 1.96) * error;
      return {
        better: targets[better] ?? '',
        other: targets[other] ?? '',
        chance: chanceOf(difference),
        interval: { low: chanceOf(difference - reach), high: chanceOf(difference + reach) },
        p: corrected,
        isApart,
      };
    }),
  };
}

function chanceOf(difference: number): number {
  return 1 / (1 + Math.exp(-difference));
}

function pointsOf(duels: readonly Duel[], own: string, other: string): number {
  return duels.reduce((sum, { target, base, points, cases }) => {
    if (target === own && base === other) return sum + points;
    return target === other && base === own ? sum + cases - points : sum;
  }, 0);
}

/** The targets that are connected by comparisons, in the order in which they first occur. */
function groupsOf(duels: readonly Duel[]): readonly (readonly string[])[] {
  let groups: readonly (readonly string[])[] = [];
  for (const { target, base } of duels) {
    const touched = groups.filter((group) => group.includes(target) || group.includes(base));
    const rest = groups.filter((group) => !touched.includes(group));
    groups = [...rest, [...new Set([...touched.flat(), target, base])]];
  }
  return groups;
}
