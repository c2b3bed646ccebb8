import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { checkTypes, comparisonTypes, isCheckType, isComparisonType } from '../grading/graders.ts';
import { humanFault, humanType } from '../grading/humanCheck.ts';
import { unsupportedReason } from '../grading/unsupported.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';

type PlacedProblem = Problem & { readonly file: string };

/** Reports types of checks that do not exist, each place once: they are known before anything is sent, and their rows end in errors. */
export class UnknownChecks {
  readonly #found = new Map<string, PlacedProblem>();

  add(testCase: EvalCase): void {
    for (const check of testCase.checks.flatMap(assertionsIn)) {
      const problem = problemOf(check);
      if (!problem) continue;
      const { file, range } = check.place ?? testCase.place;
      const key = `${file} ${range.start} ${check.type}`;
      if (!this.#found.has(key)) this.#found.set(key, { severity: 'error', ...problem, range, file });
    }
  }

  get problems(): readonly PlacedProblem[] {
    return [...this.#found.values()];
  }
}

function problemOf(check: Assertion): Pick<PlacedProblem, 'code' | 'message'> | undefined {
  const { type, fault } = check;
  // The suite's reader has reported such a check already.
  if (fault !== undefined || type === 'no type' || isCheckType(type) || isComparisonType(type)) return undefined;
  if (type !== humanType) return { code: 'unknown-check', message: sentenceFor(check) };
  const wrong = humanFault(check);
  return wrong === undefined ? undefined : { code: 'invalid-check', message: `${wrong} Its rows end in an error.` };
}

function sentenceFor({ type }: Assertion): string {
  const [near] = closest(type, [...checkTypes, ...comparisonTypes, humanType], 1);
  const advice = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `${unsupportedReason(type)} Its rows end in an error.${advice}`;
}
