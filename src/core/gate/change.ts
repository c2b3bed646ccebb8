import type { VersionResult } from './versionResult.ts';

/** The effects that a change of the prompt may have on one case on one target. */
export const changes = [
  'regressed',
  'new-failure',
  'flaky',
  'not-run',
  'unchecked',
  'fixed',
  'still-failing',
  'new-pass',
  'same',
] as const;

export type Change = (typeof changes)[number];

/** The changes that a person looks at row by row, in this order; a model that was not run is named once. */
export const listedChanges = ['regressed', 'new-failure', 'flaky'] as const satisfies readonly Change[];

type Sides = Pick<VersionResult, 'passed' | 'graded'>;

/**
 * Compares the results of both versions. `base` is undefined for a case that the version before did not have. A case that both passed and
 * failed in the repeats of either side is flaky and blames nobody; where either side was not graded, there is nothing to compare.
 */
export function changeOf(head: Sides | undefined, base: Sides | undefined, isNew: boolean): Change {
  const after = verdictOf(head);
  if (after === undefined) return 'not-run';
  if (isNew) return after === 'flaky' ? 'flaky' : after === 'pass' ? 'new-pass' : 'new-failure';
  const before = verdictOf(base);
  if (before === undefined) return 'not-run';
  if (before === 'flaky' || after === 'flaky') return 'flaky';
  if (before === after) return after === 'pass' ? 'same' : 'still-failing';
  return after === 'pass' ? 'fixed' : 'regressed';
}

function verdictOf(side: Sides | undefined): 'pass' | 'fail' | 'flaky' | undefined {
  if (!side || side.graded === 0) return undefined;
  if (side.passed === side.graded) return 'pass';
  return side.passed === 0 ? 'fail' : 'flaky';
}
