import type { Problem } from '../../text/problem.ts';

/** What was wrong before the change is told elsewhere, and no fault of the change. */
export function newProblems<Found extends Problem>(
  now: readonly Found[],
  before: readonly Problem[],
): readonly Found[] {
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  return now.filter(({ severity, code, message }) => severity === 'error' && !known.has(`${code} ${message}`));
}
