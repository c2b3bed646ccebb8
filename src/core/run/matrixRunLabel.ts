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
  const models = `${state.targets.length} ${state.targets.length === 1 ? 'model' : 'models'}`;
  // While all of it is away, nothing has passed or failed.
  if (jobs > 0 && left === outcomes.length) return [jobsText(jobs), `${left} answers to come`, models].join(' · ');
  const parts = [
    `${count('pass')} of ${outcomes.length} passed`,
    models,
    formatRunCost(costOfRun(state)),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(jobs > 0 ? [jobsText(jobs)] : []),
    ...(left > 0 ? [`${left} not ${jobs > 0 ? 'there yet' : 'run'}`] : []),
  ];
  return parts.join(' · ');
}

function jobsText(jobs: number): string {
  return `${jobs} batch ${jobs === 1 ? 'job' : 'jobs'} under way`;
}
