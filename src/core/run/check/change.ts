import type { VersionResult } from './versionResult.ts';

/** What a change of the prompt did to one case on one target. */
export type Change =
  | 'regressed'
  | 'fixed'
  | 'still-failing'
  | 'same'
  | 'new-failure'
  | 'new-pass'
  | 'flaky'
  | 'not-run';

/** In the order in which a person wants to know them. */
export const changes = [
  'regressed',
  'new-failure',
  'flaky',
  'not-run',
  'fixed',
  'still-failing',
  'new-pass',
  'same',
] as const satisfies readonly Change[];

type Sides = Pick<VersionResult, 'passed' | 'graded'>;

/**
 * `base` is undefined for a case that the version before did not have. Where either side both passed and failed in its repeats, the
 * case is flaky and blames nobody; where either was not graded, there is nothing to compare.
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

/** True for what a person has to look at. */
export function isNotable(change: Change): boolean {
  return change === 'regressed' || change === 'new-failure' || change === 'flaky' || change === 'not-run';
}
