import { openBatches } from './batch/batchState.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { RunState } from './state.ts';
import { costOfRun, formatRunCost } from './summary.ts';

/** One line for a list of evals: `331 of 360 passed · 3 models · ~$0.29 · 2 errors`. */
export function evalRunLabel(state: RunState): string {
  const outcomes = Object.values(state.cells).map(outcomeOf);
  const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length;
  const left = count('skipped') + count('cancelled');
  const errors = count('error');
  const jobs = openBatches(state).length;
  const parts = [
    `${count('pass')} of ${outcomes.length} passed`,
    `${state.targets.length} ${state.targets.length === 1 ? 'model' : 'models'}`,
    formatRunCost(costOfRun(state)),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(jobs > 0 ? [`${jobs} batch ${jobs === 1 ? 'job' : 'jobs'} under way`] : []),
    ...(left > 0 ? [`${left} not ${jobs > 0 ? 'there yet' : 'run'}`] : []),
  ];
  return parts.join(' · ');
}
