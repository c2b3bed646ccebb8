import type { Assertion, CaseOptions } from '../dataset/suite.ts';
import { modelsAsked } from './judgeCalls.ts';
import { shortHash } from './judgements.ts';

/** Who judges by a check: the models, and a digest of them with all that they are asked by. */
export interface JudgeIdentity {
  /** `provider/model` each; several where the majority decides. */
  readonly models: readonly string[];
  /** 16 hex digits. Where it is another one, what was measured of the judge before says nothing of it. */
  readonly digest: string;
}

export interface JudgeSettings {
  readonly options?: CaseOptions;
  /** The judge where neither the check nor the case names one. */
  readonly defaultJudge?: string;
}

/** The judge of a check that asks a model; undefined for a check that asks none. Its weight and its name are no part of it. */
export function judgeIdentity(assertion: Assertion, settings: JudgeSettings): JudgeIdentity | undefined {
  const { options = {}, defaultJudge } = settings;
  const models = modelsAsked(assertion, options, defaultJudge);
  if (!models) return undefined;
  const { place: _place, weight: _weight, metric: _metric, judge: _judge, judges: _judges, ...asked } = assertion;
  return { models, digest: shortHash([asked, models, options.rubricPrompt ?? null, options.factuality ?? null]) };
}
