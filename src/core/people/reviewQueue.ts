import { hashJson } from '../hash.ts';

/** One answer of a run, named without its words. `repeat` counts from 0. */
export interface ReviewedPlace {
  readonly caseId: string;
  readonly target: string;
  readonly repeat: number;
}

/** Why an answer is worth a look: what makes a verdict on it tell more than one on any other. */
export type ReviewReason = 'disagreement' | 'edge' | 'models' | 'changed';

/** An answer that people can judge. */
export interface ReviewCandidate extends ReviewedPlace {
  /** What the judges say of it together; answers are drawn at random within each of these. */
  readonly stratum: string;
  readonly reasons: readonly ReviewReason[];
}

/** An answer in the queue and why it stands there; `chance` is that of the random draw, absent where none was made. */
export interface ReviewItem extends ReviewedPlace {
  readonly heap: 'random' | ReviewReason;
  readonly chance?: number;
}

/** The fewest answers that are drawn at random of each stratum, where it has so many. */
const leastOfStratum = 10;

/** The reasons by what they tell, the most telling first. */
const reasons: readonly ReviewReason[] = ['disagreement', 'edge', 'models', 'changed'];

/**
 * At most `size` answers in the order in which to judge them. At least a third is drawn at random, equally often of each stratum, so that
 * the verdicts on these may feed a rate; the others are those that tell most. The same candidates give the same queue, so that a
 * review goes on where it was left, and several people judge the same answers.
 */
export function reviewQueue(
  candidates: readonly ReviewCandidate[],
  { seed, size }: { readonly seed: string; readonly size: number },
): readonly ReviewItem[] {
  const shuffled = shuffle(candidates, seed);
  const strata = [...Map.groupBy(shuffled, ({ stratum }) => stratum).values()];
  const tellable = candidates.filter(({ reasons: own }) => own.length > 0).length;
  const wanted = Math.max(Math.ceil(size / 3), leastOfStratum * strata.length, size - tellable);
  const random = drawn(strata, Math.min(size, wanted));
  const taken = new Set(random.map(({ candidate }) => candidate));
  const rest = shuffled.filter((candidate) => !taken.has(candidate));
  const telling = mostTelling(rest, size - random.length);
  return interleaved(
    random.map(({ item }) => item),
    telling,
  );
}

/** In an order by chance that depends on the seed and on each candidate alone. */
function shuffle(candidates: readonly ReviewCandidate[], seed: string): readonly ReviewCandidate[] {
  return candidates
    .map((candidate) => ({ candidate, key: keyOf(candidate, seed) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ candidate }) => candidate);
}

function keyOf({ caseId, target, repeat }: ReviewedPlace, seed: string): string {
  return hashJson([seed, caseId, target, repeat]);
}

interface Drawn {
  readonly candidate: ReviewCandidate;
  readonly item: ReviewItem;
}

/** The first `count` of the shuffled strata, of each the same number as far as it has so many. */
function drawn(strata: readonly (readonly ReviewCandidate[])[], count: number): readonly Drawn[] {
  const places = strata.flatMap((stratum, index) => stratum.map((candidate, turn) => ({ candidate, turn, index })));
  const chosen = places.sort((left, right) => left.turn - right.turn).slice(0, count);
  const counts = Map.groupBy(chosen, ({ index }) => index);
  return chosen.map(({ candidate, index }) => {
    const chance = (counts.get(index)?.length ?? 0) / (strata[index]?.length ?? 1);
    return { candidate, item: { ...placeOf(candidate), heap: 'random', chance } };
  });
}

/** The answers with a reason, taking the reasons in turn, so that no one of them fills the queue. */
function mostTelling(candidates: readonly ReviewCandidate[], count: number): readonly ReviewItem[] {
  const heaps = reasons.map((reason) => ({
    reason,
    items: candidates.filter(({ reasons: own }) => reasons.find((one) => own.includes(one)) === reason),
  }));
  const longest = Math.max(0, ...heaps.map(({ items }) => items.length));
  const inTurn = Array.from({ length: longest }, (_, turn) =>
    heaps.flatMap(({ reason, items }) => {
      const candidate = items[turn];
      return candidate ? [{ ...placeOf(candidate), heap: reason }] : [];
    }),
  );
  return inTurn.flat().slice(0, Math.max(0, count));
}

/** Both lists from begin to end in step, so that a review that stops early has its share of each. */
function interleaved(random: readonly ReviewItem[], telling: readonly ReviewItem[]): readonly ReviewItem[] {
  const placed = (items: readonly ReviewItem[]) =>
    items.map((item, index) => ({ item, at: (index + 0.5) / items.length }));
  return [...placed(random), ...placed(telling)].sort((left, right) => left.at - right.at).map(({ item }) => item);
}

function placeOf({ caseId, target, repeat }: ReviewedPlace): ReviewedPlace {
  return { caseId, target, repeat };
}
