import type { SuitePlan } from '../../core/plan/planSuite.ts';
import { cellsNotPassed } from '../../core/results/cellsNotPassed.ts';
import { newestEnded } from '../../node/runs/newestEnded.ts';
import { tell } from '../terminal/terminal.ts';

/** The plan of the cells that did not pass in the newest run that has ended, which is told on stderr. Undefined when everything passed. */
export function onlyFailed(storage: string, planned: SuitePlan): SuitePlan | undefined {
  const earlier = newestEnded(storage, planned.plan.prompt, 'Run it without --only-failed.');
  const { failed, needed } = cellsNotPassed(planned, earlier);
  const asked = needed.length > failed.length ? `, ${needed.length} with those they need` : '';
  tell(
    failed.length === 0
      ? `Nothing failed in run ${earlier.runId}.\n`
      : `${failed.length} of ${planned.plan.cells.length} cells did not pass in run ${earlier.runId}${asked}.\n`,
  );
  return failed.length === 0 ? undefined : { ...planned, plan: { ...planned.plan, cells: needed } };
}
