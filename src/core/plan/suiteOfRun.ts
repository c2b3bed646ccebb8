import type { Suite, SuiteTarget } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import type { Target } from '../run/events.ts';
import type { RunState } from '../run/state.ts';

/**
 * The suite with the models and repeats of a stored run: planned, it gives the run's own cells wherever the suite still asks the same. The
 * transforms of a target, and what answers its tools, are those that the suite has now.
 */
export function suiteOfRun(suite: Suite, { targets, plan }: Pick<RunState, 'targets' | 'plan'>): Suite {
  const known = new Map(suite.targets.map((target) => [target.id, target]));
  return {
    ...suite,
    targets: targets.map((target) => ({ ...target, ...additionsOf(target, known.get(target.id)) })),
    repeat: plan.reduce((most, { repeat }) => Math.max(most, repeat + 1), 1),
  };
}

/** What a run does not record of a target. A model that was named for the run alone has none of the suite's tools. */
function additionsOf(ran: Target, known: SuiteTarget | undefined): Partial<SuiteTarget> {
  const { transform, tools, callbacks } = known ?? {};
  return defined({ transform, ...(ran.parameters.tools ? { tools, callbacks } : {}) });
}
