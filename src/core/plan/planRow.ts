import type { EvalCase, Suite, SuitePrompt } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { Parameters } from '../messages.ts';
import { type ColumnKind, joinColumns } from './joinColumns.ts';
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

/** Columns of one kind: the prompt in their version, and the settings in which they differ. */
export interface RowColumns extends ColumnKind {
  readonly prompt: SuitePrompt;
  readonly parameters?: Parameters;
}

type RowOptions = Omit<SuitePlanOptions, 'models' | 'includes'>;

/**
 * Plans one case on these models, whichever the case or the suite would choose; a model that the suite has gets the settings that it has
 * there. Throws `invalid-prompt` where the case cannot be rendered.
 */
export function planRow(row: SuiteRow, models: readonly string[], options: RowOptions): RowPlan {
  return planRowColumns(row, { models, kinds: [{ prompt: row.prompt }] }, options);
}

/** Plans one case on these models in several kinds of columns, as `planRow` does in one. */
export function planRowColumns(
  row: Pick<SuiteRow, 'suite' | 'testCase'>,
  { models, kinds }: { readonly models: readonly string[]; readonly kinds: readonly RowColumns[] },
  options: RowOptions,
): RowPlan {
  const planned = kinds.map((kind) => ({ ...kind, planned: planKind(row, { ...kind, models }, options) }));
  const joined = joinColumns(planned.map(({ planned: { plan }, ...kind }) => ({ ...kind, plan })));
  const under = <Value>(mapOf: (plan: SuitePlan) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map(
      planned.flatMap((kind, index) =>
        [...mapOf(kind.planned)].map(([id, value]) => [joined.ids[index]?.get(id) ?? id, value] as const),
      ),
    );
  const { runId, name: prompt, promptVersion } = options;
  return {
    suite: { ...row.suite, prompts: kinds.map(({ prompt }) => prompt), cases: [alone(row.testCase)] },
    planned: {
      plan: { runId, prompt, promptVersion, targets: joined.targets, cells: joined.cells },
      caseOf: under(({ caseOf }) => caseOf),
      promptOf: under(({ promptOf }) => promptOf),
      sourcesOf: under(({ sourcesOf }) => sourcesOf),
      transformsOf: under(({ transformsOf }) => transformsOf),
      problems: planned.flatMap((kind) => kind.planned.problems),
    },
  };
}

function planKind(
  { suite, testCase }: Pick<SuiteRow, 'suite' | 'testCase'>,
  { prompt, parameters, models }: RowColumns & { readonly models: readonly string[] },
  options: RowOptions,
): SuitePlan {
  const targets = models.map((model) => {
    const known = suite.targets.find((target) => target.model === model);
    return { model, parameters: { ...known?.parameters, ...parameters }, id: model };
  });
  const one: Suite = { ...suite, prompts: [prompt], cases: [alone(testCase)], targets };
  const planned = planSuite(one, { repeat: 1, ...options });
  if (planned.plan.cells.length === 0)
    throw new PolypromptError('invalid-prompt', planned.problems[0]?.message ?? 'This case cannot be run.', {
      hint: 'See the Problems of its suite.',
    });
  return planned;
}

/** The case for whichever prompt and model it is asked with. */
function alone({ prompts: _chosen, targets: _ofTheCase, ...onAll }: EvalCase): EvalCase {
  return onAll;
}
