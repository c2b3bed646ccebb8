import type { EvalCase, Suite, SuitePrompt } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { planSuite, type SuitePlan, type SuitePlanOptions } from './planSuite.ts';

/** One case of a suite, under one of its prompts. */
export interface SuiteRow {
  readonly suite: Suite;
  readonly prompt: SuitePrompt;
  readonly testCase: EvalCase;
}

/** A row as a comparison: the suite of this case alone, and its plan. */
export interface RowPlan {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/**
 * Plans one case on these models, whichever the case or the suite would choose; a model that the suite has gets the settings that it has
 * there. Throws `invalid-prompt` where the case cannot be rendered.
 */
export function planRow(
  { suite, prompt, testCase }: SuiteRow,
  models: readonly string[],
  options: Omit<SuitePlanOptions, 'models' | 'repeat' | 'includes'>,
): RowPlan {
  const { prompts: _chosen, targets: _ofTheCase, ...onAll } = testCase;
  const targets = models.map((model) => {
    const known = suite.targets.find((target) => target.model === model);
    return { model, parameters: known?.parameters ?? {}, id: model };
  });
  const alone: Suite = { ...suite, prompts: [prompt], cases: [onAll], targets, repeat: 1 };
  const { plan, ...planned } = planSuite(alone, options);
  if (plan.cells.length === 0)
    throw new PolypromptError('invalid-prompt', planned.problems[0]?.message ?? 'This case cannot be run.', {
      hint: 'See the Problems of its suite.',
    });
  const { kind: _isNoEval, ...comparison } = plan;
  return { suite: alone, planned: { ...planned, plan: comparison } };
}
