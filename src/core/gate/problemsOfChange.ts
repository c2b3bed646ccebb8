import { isLeftOut } from '../run/runProblem.ts';
import type { Problem } from '../text/problem.ts';

export interface ProblemsOfChange<Found extends Problem> {
  /** The change brought them. */
  readonly fresh: readonly Found[];
  /** They were there before, as often as now: no fault of the change. */
  readonly known: readonly Found[];
}

/** What is left out of the newer version for a problem, apart by whether the older version left it out as well. */
export function problemsOfChange<Found extends Problem>(
  now: readonly Found[],
  before: readonly Problem[],
): ProblemsOfChange<Found> {
  const open = new Map<string, number>();
  for (const problem of before.filter(isLeftOut)) open.set(keyOf(problem), (open.get(keyOf(problem)) ?? 0) + 1);
  const fresh: Found[] = [];
  const known: Found[] = [];
  for (const problem of now.filter(isLeftOut)) {
    const count = open.get(keyOf(problem)) ?? 0;
    open.set(keyOf(problem), count - 1);
    (count > 0 ? known : fresh).push(problem);
  }
  return { fresh, known };
}

function keyOf({ code, message }: Problem): string {
  return `${code} ${message}`;
}
