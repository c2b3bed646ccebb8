import { assertionsIn } from './assertionsIn.ts';
import type { Assertion, Check } from './suite.ts';

/**
 * True for a check that can fail its row by one of the assertions that are meant. What has a weight of 0 cannot, and neither can a
 * preference without a threshold: both are there for their figures.
 */
export function canFail(check: Check, isMeant: (assertion: Assertion) => boolean = () => true): boolean {
  return (
    check.weight !== 0 && assertionsIn(check).some((one) => one.weight !== 0 && !isForFigures(one) && isMeant(one))
  );
}

function isForFigures({ type, threshold }: Assertion): boolean {
  return type === 'prefer' && threshold === undefined;
}
