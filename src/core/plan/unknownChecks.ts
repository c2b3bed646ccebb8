import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { checkTypes, comparisonTypes, isCheckType, isComparisonType } from '../grading/graders.ts';
import { unsupportedReason } from '../grading/unsupported.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';

type PlacedProblem = Problem & { readonly file: string };

/** Reports types of checks that do not exist, each place once: they are known before anything is sent, and their rows end in errors. */
export class UnknownChecks {
  readonly #found = new Map<string, PlacedProblem>();

  add(testCase: EvalCase): void {
    for (const check of testCase.checks.flatMap(assertionsIn)) {
      // The suite's reader has reported this check already.
      if (check.fault !== undefined || isCheckType(check.type) || isComparisonType(check.type)) continue;
      const { file, range } = check.place ?? testCase.place;
      const key = `${file} ${range.start} ${check.type}`;
      if (check.type === 'no type' || this.#found.has(key)) continue;
      this.#found.set(key, { severity: 'error', code: 'unknown-check', message: sentenceFor(check), range, file });
    }
  }

  get problems(): readonly PlacedProblem[] {
    return [...this.#found.values()];
  }
}

function sentenceFor({ type }: Assertion): string {
  const [near] = closest(type, [...checkTypes, ...comparisonTypes], 1);
  const advice = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `${unsupportedReason(type)} Its rows end in an error.${advice}`;
}
