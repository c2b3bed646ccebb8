import { openBatches } from '../../run/batchState.ts';
import type { RunState } from '../../run/state.ts';
import { counted, formatCount } from '../../text/formatCount.ts';
import { type Outcome, outcomeOf } from '../outcome.ts';
import { costOfRun, formatRunCost } from '../summary.ts';

/** One line for a list of evals, such as `331 of 360 passed · 3 models · ~$0.29 · 2 errors`. */
export function evalRunLabel(state: RunState): string {
  const outcomes = Object.values(state.cells).map(outcomeOf);
  const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length;
  const left = count('skipped') + count('cancelled');
  const errors = count('error');
  const jobs = openBatches(state).length;
  const models = counted(state.targets.length, 'model');
  // While all answers are away in batch jobs, nothing has passed or failed.
  if (jobs > 0 && left === outcomes.length)
    return [jobsText(jobs), `${counted(left, 'answer')} to come`, models].join(' · ');
  const parts = [
    `${formatCount(count('pass'))} of ${formatCount(outcomes.length)} passed`,
    models,
    formatRunCost(costOfRun(state)),
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(jobs > 0 ? [jobsText(jobs)] : []),
    ...(left > 0 ? [`${left} not ${jobs > 0 ? 'there yet' : 'run'}`] : []),
  ];
  return parts.join(' · ');
}

function jobsText(jobs: number): string {
  return `${counted(jobs, 'batch job')} under way`;
}
