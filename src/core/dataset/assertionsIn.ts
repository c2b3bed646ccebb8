import type { Assertion, Check } from './suite.ts';

/** A check by itself, or the members of a set. */
export function assertionsIn(check: Check): readonly Assertion[] {
  return 'assert' in check ? check.assert : [check];
}
