import type { Suite } from '../dataset/suite.ts';
import type { RunState } from '../run/state.ts';

/**
 * The suite with the models and repeats of a stored run: planned, it gives the run's own cells wherever the suite still asks the same. The
 * transforms of a target are those that the suite has now.
 */
export function suiteOfRun(suite: Suite, { targets, plan }: Pick<RunState, 'targets' | 'plan'>): Suite {
  const transforms = new Map(suite.targets.map(({ id, transform }) => [id, transform]));
  return {
    ...suite,
    targets: targets.map((target) => {
      const transform = transforms.get(target.id);
      return transform === undefined ? target : { ...target, transform };
    }),
    repeat: plan.reduce((most, { repeat }) => Math.max(most, repeat + 1), 1),
  };
}
