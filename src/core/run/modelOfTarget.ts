import type { RunState } from './state.ts';

/** The model behind a target of a run; the id of a target with a label, or of an older version, is not its model. */
export function modelOfTarget({ targets }: Pick<RunState, 'targets'>, target: string): string {
  return targets.find(({ id }) => id === target)?.model ?? target;
}
