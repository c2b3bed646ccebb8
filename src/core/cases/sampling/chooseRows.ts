import { randomPlaces } from '../randomPlaces.ts';
import { foldedRequest, gramsOf, likeness } from './grams.ts';
import { groupNearDuplicates } from './nearDuplicates.ts';

/** A request of the log, as it is chosen from: its text, and what it is counted with (such as its model). */
export interface LoggedRequest {
  readonly text: string;
  readonly stratum: string;
}

/** A chosen row. Only those drawn at random say something of the log; `weight` is how many requests each of them stands for. */
export type ChosenRow =
  | { readonly place: number; readonly part: 'random'; readonly weight: number }
  | { readonly place: number; readonly part: 'diverse' };

export interface ChosenRows {
  readonly rows: readonly ChosenRow[];
  /** Groups of requests that are nearly the same. */
  readonly groups: number;
  /** Requests that are like a chosen row, by count. */
  readonly covered: number;
  readonly total: number;
}

/** The likeness (shared runs of four characters) from which a request counts as like a row. */
export const likeEnough = 0.3;
const runLength = 4;

/**
 * Chooses rows out of requests: half of them at random within each stratum, half so that what is unlike everything chosen so far comes next
 * (k-center, Gonzalez 1985). Facility location, the other usual way, covered fewer intents than chance on a skewed log.
 */
export function chooseRows(requests: readonly LoggedRequest[], count: number, seed: number): ChosenRows {
  const groups = groupNearDuplicates(requests.map(({ text }) => text));
  const random = drawByStratum(requests, Math.min(requests.length, Math.ceil(count / 2)), seed);
  const grams = groups.map(({ members }) => gramsOf(foldedRequest(requests[members[0] ?? 0]?.text ?? ''), runLength));
  const groupAt = new Map(groups.flatMap(({ members }, group) => members.map((place) => [place, group] as const)));
  const nearest = new Float64Array(groups.length);
  const take = (group: number) => {
    const chosen = grams[group];
    if (chosen)
      for (const [other, set] of grams.entries()) nearest[other] = Math.max(nearest[other] ?? 0, likeness(chosen, set));
  };
  for (const { place } of random) take(groupAt.get(place) ?? 0);
  const diverse: ChosenRow[] = [];
  while (random.length + diverse.length < count) {
    const group = placeOfSmallest(nearest);
    if ((nearest[group] ?? 1) >= 1) break;
    diverse.push({ place: groups[group]?.members[0] ?? 0, part: 'diverse' });
    take(group);
  }
  const covered = groups.reduce(
    (sum, { members }, group) => sum + ((nearest[group] ?? 0) >= likeEnough ? members.length : 0),
    0,
  );
  return { rows: [...random, ...diverse], groups: groups.length, covered, total: requests.length };
}

function placeOfSmallest(values: Float64Array): number {
  return values.reduce((best, value, place) => (value < (values[best] ?? 0) ? place : best), 0);
}

/** Rows of every stratum, as many as its share and at least one, each row of a stratum with the same chance. */
function drawByStratum(
  requests: readonly LoggedRequest[],
  count: number,
  seed: number,
): readonly (ChosenRow & { part: 'random' })[] {
  const random = randomPlaces(seed);
  const strata = [...Map.groupBy(requests.keys(), (place) => requests[place]?.stratum ?? '').values()];
  // More strata than rows leave some without any, so that there is one stratum then.
  const used = strata.length > count ? [[...requests.keys()]] : strata;
  const sizes = allotted(
    used.map(({ length }) => length),
    count,
  );
  return used.flatMap((places, index) => {
    const pool = [...places];
    const size = sizes[index] ?? 0;
    const drawn = Array.from({ length: size }, () => pool.splice(random(pool.length), 1)[0] ?? 0);
    return drawn.map((place) => ({ place, part: 'random' as const, weight: places.length / size }));
  });
}

/** Shares of a count in proportion to sizes: at least one each, the rest by the largest remainder. */
function allotted(sizes: readonly number[], count: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shares = sizes.map((size) => Math.min(size, Math.max(1, Math.floor((size / total) * count))));
  const remainders = sizes.map((size, index) => ({ index, rest: (size / total) * count - (shares[index] ?? 0) }));
  let left = count - shares.reduce((sum, share) => sum + share, 0);
  for (const { index } of remainders.toSorted((one, other) => other.rest - one.rest)) {
    const share = shares[index] ?? 0;
    if (left <= 0 || share >= (sizes[index] ?? 0)) continue;
    shares[index] = share + 1;
    left--;
  }
  // Small strata that got their one row each may have taken it from the largest.
  while (left < 0) {
    const largest = shares.indexOf(Math.max(...shares));
    shares[largest] = (shares[largest] ?? 1) - 1;
    left++;
  }
  return shares;
}
