import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { parseModelRef } from '../models/modelRef.ts';
import type { Provider } from '../providers/contract/provider.ts';
import { isRouteId } from '../routeId.ts';
import type { Problem } from '../text/problem.ts';

/** True where a check uses the probability of the answer, which is then asked for, too. */
export function needsLogProbs({ checks }: Pick<EvalCase, 'checks'>): boolean {
  return checks.some((check) => assertionsIn(check).some(isOfLogProbs));
}

/** Reports checks of log probabilities where no model of the suite gives any, before anything is sent. Each place is reported once. */
export function logProbProblems(
  { targets, cases }: { readonly targets: readonly { readonly model: string }[]; readonly cases: Iterable<EvalCase> },
  providerOf: (id: string) => Pick<Provider, 'givesLogProbs'> | undefined,
): readonly (Problem & { readonly file: string })[] {
  if (targets.length === 0 || targets.some(({ model }) => mayGive(model, providerOf))) return [];
  const found = new Map<string, Problem & { readonly file: string }>();
  for (const testCase of cases)
    for (const { type, place = testCase.place } of testCase.checks.flatMap(assertionsIn).filter(isOfLogProbs)) {
      const message = `"${type}" needs log probabilities, which none of these models gives: ask one of OpenAI, Google or a server that speaks Chat Completions.`;
      const { file, range } = place;
      found.set(`${file} ${range.start}`, { severity: 'warning', code: 'no-log-probabilities', message, range, file });
    }
  return [...found.values()];
}

/** True for a model that may give log probabilities; routes, tiers and unknown providers may. */
function mayGive(model: string, providerOf: (id: string) => Pick<Provider, 'givesLogProbs'> | undefined): boolean {
  const ref = parseModelRef(model);
  const provider = ref && !isRouteId(model) ? providerOf(ref.provider) : undefined;
  return provider === undefined || provider.givesLogProbs === true;
}

function isOfLogProbs({ type }: Assertion): boolean {
  return type === 'perplexity' || type === 'perplexity-score';
}
