import {
  adjustComparisons,
  compareOutcomes,
  type OutcomePair,
  type PairedComparison,
} from '../stats/compareOutcomes.ts';

/** The number of times that a case ran on a target and was graded, and the number that passed. */
export interface CaseTally {
  readonly passed: number;
  readonly graded: number;
}

/** A case, with one tally per target in the order of the targets; undefined where a target did not run it. */
export type TallyRow = readonly (CaseTally | undefined)[];

/** Two targets on the cases that were graded on both; `left` passed at least as large a share of its own cases as `right`. */
export interface ModelComparison extends PairedComparison {
  readonly left: string;
  readonly right: string;
}

/** The sentence on how a case that ran several times is counted. */
export const majorityRule = 'Counted as passed is a case that passed in more than half of its graded runs.';

/** The number of common cases below which nothing is said. */
export const fewestCases = 5;

/**
 * Every target with every other, the best first. The best is only known from the same cases, so that all pairs count as looked at, and p is
 * corrected for all of them.
 */
export function modelComparisons(targets: readonly string[], rows: readonly TallyRow[]): readonly ModelComparison[] {
  const ranked = targets.map((target, column) => ({ target, column, rate: passRate(rows, column) }));
  ranked.sort((left, right) => right.rate - left.rate);
  const pairs = ranked.flatMap((left, rank) => ranked.slice(rank + 1).map((right) => ({ left, right })));
  return adjustComparisons(
    pairs.map(({ left, right }) => ({
      left: left.target,
      right: right.target,
      ...compareOutcomes(pairsOf(rows, left.column, right.column)),
    })),
  );
}

/** The comparisons that get a sentence: the best target with each other, where they have enough common cases. */
export function comparisonsWithBest(comparisons: readonly ModelComparison[]): readonly ModelComparison[] {
  const best = comparisons[0]?.left;
  return comparisons.filter(({ left, cases }) => left === best && cases >= fewestCases);
}

function pairsOf(rows: readonly TallyRow[], left: number, right: number): readonly OutcomePair[] {
  return rows.flatMap((row) => {
    const [one, other] = [hasPassed(row[left]), hasPassed(row[right])];
    return one === undefined || other === undefined ? [] : [{ left: one, right: other }];
  });
}

/** True when a case passed by `majorityRule`; undefined where it was not graded. */
export function hasPassed(tally: CaseTally | undefined): boolean | undefined {
  return tally && tally.graded > 0 ? tally.passed * 2 > tally.graded : undefined;
}

/** The share (0 to 1) of its graded cases that a target passed; a target without any comes last. */
function passRate(rows: readonly TallyRow[], column: number): number {
  const results = rows.map((row) => hasPassed(row[column])).filter((passed) => passed !== undefined);
  return results.length === 0 ? -1 : results.filter(Boolean).length / results.length;
}
