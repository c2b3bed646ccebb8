import { againstAll, againstHead } from '../dataset/readPreference.ts';
import type { Assertion } from '../dataset/suite.ts';
import { namedTarget } from '../grading/namedTarget.ts';
import type { CellToEstimate } from '../pricing/estimateSuite.ts';
import type { SuitePlan } from './planSuite.ts';

/**
 * How many pairs a check of preference makes of a cell's answer, before any answer is there: none for the answer that the others are
 * compared with, half of its pairs where all are compared with each other, so that the pairs of a row add up.
 */
export function preferencePairs({
  plan,
  baseOf,
}: Pick<SuitePlan, 'plan' | 'baseOf'>): (check: Assertion, cell: CellToEstimate) => number {
  const newer = plan.targets.filter(({ version }) => version === undefined);
  const versions = new Map(plan.targets.map(({ id, newerId }) => [id, newerId ?? id]));
  return ({ against = '', fault }, cell) => {
    if (fault !== undefined) return 0;
    if (against === againstHead) return baseOf?.has(cell.id) ? 1 : 0;
    if (against === againstAll) return Math.max(0, newer.length - 1) / 2;
    const own = versions.get(cell.target) ?? cell.target;
    const base = namedTarget(against, newer);
    return base === undefined || base.id === own ? 0 : 1;
  };
}
