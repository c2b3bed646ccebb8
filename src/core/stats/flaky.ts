/** The result of one of several runs of a case: true for passed, false for failed, undefined when it was not graded. */
export type RunResult = boolean | undefined;

/** True when the same prompt, model and case both passed and failed; runs that were not graded say nothing. */
export function isFlaky(results: readonly RunResult[]): boolean {
  return results.includes(true) && results.includes(false);
}
