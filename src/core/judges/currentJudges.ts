import type { EvalCase, Suite } from '../dataset/suite.ts';
import type { CurrentJudge } from './judgeAgreement.ts';
import { judgesOfCase } from './judgesOfCase.ts';

/** The judges of these cases as the suite has them now, in the order of the cases and their checks. */
export function currentJudges(
  cases: Iterable<EvalCase>,
  suite: Pick<Suite, 'judge' | 'embedder'>,
): readonly CurrentJudge[] {
  const found = new Map<string, { readonly models: Set<string>; readonly digests: Set<string> }>();
  for (const testCase of cases)
    for (const { name, models, digest } of judgesOfCase(testCase, suite)) {
      const judge = found.get(name) ?? { models: new Set(), digests: new Set() };
      for (const model of models) judge.models.add(model);
      judge.digests.add(digest);
      found.set(name, judge);
    }
  return [...found].map(([check, { models, digests }]) => ({ check, models: [...models], digests }));
}
