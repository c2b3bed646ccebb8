import {
  adjustComparisons,
  compareOutcomes,
  type OutcomePair,
  type PairedComparison,
} from '../stats/compareOutcomes.ts';

/** How often a case ran on a target and was graded, and how often it passed then. */
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

/** How a case that ran several times is counted. */
export const majorityRule = 'Counted as passed is a case that passed in more than half of its graded runs.';

/** Below this number of cases in common nothing is said. */
export const fewestCases = 5;

/**
 * Every target with every other, the best first. Which is best is only known from the same cases, so that all pairs count as looked
 * at, and p is corrected for all of them.
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

/** Those worth a sentence: the best target with each other, where they have cases enough in common. */
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

/** By `majorityRule`; undefined where the case was not graded. */
export function hasPassed(tally: CaseTally | undefined): boolean | undefined {
  return tally && tally.graded > 0 ? tally.passed * 2 > tally.graded : undefined;
}

/** The share of its graded cases that a target passed; a target without any comes last. */
function passRate(rows: readonly TallyRow[], column: number): number {
  const results = rows.map((row) => hasPassed(row[column])).filter((passed) => passed !== undefined);
  return results.length === 0 ? -1 : results.filter(Boolean).length / results.length;
}
