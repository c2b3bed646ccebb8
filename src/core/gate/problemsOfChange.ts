import { isLeftOut } from '../run/runProblem.ts';
import type { Problem } from '../text/problem.ts';

export interface ProblemsOfChange<Found extends Problem> {
  /** The problems that came with the change. */
  readonly fresh: readonly Found[];
  /** The problems that were there before, as often as now, so that the change is not at fault. */
  readonly known: readonly Found[];
}

/** Sorts the problems for which the newer version leaves something out, by whether the older version left it out as well. */
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
