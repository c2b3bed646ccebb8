import type { Suite, SuiteTarget } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { readTierRef } from '../models/tierRef.ts';
import { modelsOfTier, type TierKnowledge } from './tiers.ts';

/** The suite with a target for each model that its tiers stand for; a tier without a model is a problem of the suite. */
export function withTierModels(suite: Suite, knowledge: Omit<TierKnowledge, 'tiers'>): Suite {
  if (!suite.targets.some(({ model }) => readTierRef(model))) return suite;
  const targets = new Map<string, SuiteTarget>();
  const problems = [...suite.problems];
  for (const target of suite.targets) {
    try {
      for (const one of targetsOf(target, { ...knowledge, tiers: suite.tiers ?? new Map() }))
        if (!targets.has(one.id)) targets.set(one.id, one);
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      const message = `${error.message} ${error.hint}`;
      problems.push({
        severity: 'error',
        code: 'unknown-tier',
        message,
        range: { start: 0, end: 0 },
        file: suite.file,
      });
    }
  }
  return { ...suite, targets: [...targets.values()], problems };
}

/** The targets for a tier. A label is kept with the model's name behind it, since one tier may be several columns. */
function targetsOf(target: SuiteTarget, knowledge: TierKnowledge): readonly SuiteTarget[] {
  const ref = readTierRef(target.model);
  if (!ref) return [target];
  return modelsOfTier(ref, knowledge).map((model) => ({
    ...target,
    id: target.id === target.model ? model : `${target.id} (${model})`,
    model,
  }));
}
