import type { Suite } from '../../src/core/dataset/suite.ts';
import type { Difference } from './goldenDifferences.ts';
import type { GradedRow } from './goldenRows.ts';

/** What is known of a recording beside where it and we differ. */
export interface GoldenContext {
  readonly suite: Suite;
  readonly rows: readonly GradedRow[];
}

/** What the verdict of a row is made of. */
const verdictFields = ['outcome', 'score', 'named scores', 'checks', 'check scores', 'derived metrics'];

/** Problems that keep a suite from being what was recorded. */
const loadCodes = ['unsupported', 'invalid-template', 'no-prompts', 'no-targets'];

/**
 * Whether a difference follows from a rule of docs/promptfoo-differences.md that can be told by itself: what we name as unsupported, and
 * checks that are an error here because nothing was checked. Ours never passes by such a rule.
 */
export function isByRule({ row, field }: Difference, { suite, rows }: GoldenContext): boolean {
  if (field === 'load') return suite.problems.some(({ code }) => loadCodes.includes(code));
  if (!verdictFields.includes(field)) return false;
  const concerned = row < 0 ? rows : rows.slice(row, row + 1);
  return concerned.some(({ success, failureReason }) => !success && failureReason === 2);
}
