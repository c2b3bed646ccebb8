import { batchReport, formatBatchReport } from '../../core/batch/batchReport.ts';
import { PolypromptError } from '../../core/errors.ts';
import { openBatches } from '../../core/run/batchState.ts';
import type { RunState } from '../../core/run/state.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { BatchProblem } from '../../node/batch/refreshBatches.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';
import { findRun } from './storedRuns.ts';

/** A run with batch jobs, as `findRun` finds it. `latest` is the newest whose results are still to be collected, else the newest of all. */
export function findBatchRun(storage: string, wanted: string): RunState {
  const state = wanted === 'latest' ? newestWithJobs(storage) : findRun(storage, wanted);
  if (state?.batches) return state;
  const message = state ? `Run ${state.runId} has no batch jobs.` : 'No run here has batch jobs.';
  throw new PolypromptError('invalid-arguments', message, { hint: 'Start one with: polyprompt eval SUITE --batch' });
}

function newestWithJobs(storage: string): RunState | undefined {
  let newest: RunState | undefined;
  for (const state of new RunHistory().each(storage, { kind: 'eval' })) {
    if (openBatches(state).length > 0) return state;
    if (state.batches) newest ??= state;
  }
  return newest;
}

/** Writes to stderr what is wrong with jobs. */
export function tellBatchProblems(problems: readonly BatchProblem[]): void {
  for (const { about, error } of problems) tell(`${inOneLine(`${about}: ${error.message} ${error.hint}`)}\n`);
}

/** Writes to stdout how the jobs of a run stand. */
export function printBatches(state: RunState, { json = false }: { readonly json?: boolean }): void {
  const report = batchReport(state);
  if (json) printJson(report, 2);
  else print(formatBatchReport(report));
}

/** Tells the next step, where results are still to come. */
export function tellNextStep({ runId, status }: RunState): void {
  if (status === 'submitted') tell(`The rest is still to come. Look for it with: polyprompt batch collect ${runId}\n`);
  if (status === 'stopped')
    tell(
      `Submit what is left once more with: polyprompt batch collect ${runId}\nAsk it at once with: polyprompt batch collect ${runId} --live\n`,
    );
}
