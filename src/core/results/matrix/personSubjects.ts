import { assertionsIn } from '../../dataset/assertionsIn.ts';
import type { Check } from '../../dataset/suite.ts';
import { criterionOf, humanType } from '../../grading/humanCheck.ts';

/** What these checks ask people about an answer: criteria, and `''` for the answer as a whole. Undefined where they ask nobody. */
export function personSubjects(checks: readonly Check[]): readonly string[] | undefined {
  const asking = checks.flatMap(assertionsIn).filter(({ type }) => type === humanType);
  return asking.length === 0 ? undefined : [...new Set(asking.map((check) => criterionOf(check) ?? ''))];
}
