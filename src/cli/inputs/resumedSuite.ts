import { PolypromptError } from '../../core/errors.ts';
import { planSuite } from '../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../core/plan/suiteOfRun.ts';
import type { RunState } from '../../core/run/state.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { tell } from '../terminal/terminal.ts';
import type { CliContext } from './configuration.ts';
import { type LoadedSuite, loadSuite, placedIn, reportProblems, type SuiteSelection } from './loadSuitePlan.ts';
import { routesFor } from './routes.ts';
import { findRun, runNameOf, storageFor } from './storedRuns.ts';

export interface ResumedSuite extends LoadedSuite {
  /** The run that is to go on. */
  readonly stored: RunState;
}

/** Which run is to go on, by its id or as the newest that has not ended, and how its servers are started. */
export interface Resumption extends Pick<SuiteSelection, 'withServers'> {
  readonly run: string | true;
}

/**
 * A suite with the plan of an unfinished run of it: the newest, or the one named. The run asks what it asked when it began. Where the suite
 * has changed since, stderr says so.
 */
export async function resumedSuite(context: CliContext, file: string, resumption: Resumption): Promise<ResumedSuite> {
  const { run, withServers } = resumption;
  const storage = storageFor(file);
  const stored = run === true ? newestUnfinished(storage, runNameOf(file)) : findRun(storage, run);
  const loaded = await loadSuite(file);
  const suite = suiteOfRun((await withServers?.(loaded)) ?? loaded, stored);
  const { runId, prompt: name, promptVersion } = stored;
  const plannedNow = planSuite(suite, { runId, name, promptVersion });
  const problems = placedIn([...suite.problems, ...plannedNow.problems]);
  const planned = { ...plannedNow, plan: { ...plannedNow.plan, problems } };
  reportProblems(planned.problems);
  const changed = stored.plan.filter(({ id }) => !planned.caseOf.has(id)).length;
  if (changed > 0) {
    const cells = `${changed} of its ${stored.plan.length} cells`;
    tell(
      `The suite has changed since run ${runId} began. ${cells} are asked as they were then, and have no checks any more.\n`,
    );
  }
  return { suite, planned, storage, stored, routes: await routesFor(context, file) };
}

function newestUnfinished(storage: string, prompt: string): RunState {
  for (const state of new RunHistory().each(storage, { prompt, kind: 'eval' }))
    if (state.status !== 'done' && state.status !== 'submitted') return state;
  throw new PolypromptError('invalid-arguments', 'There is no unfinished run of this suite.', {
    hint: 'Run it without --resume; results of a batch are looked for with polyprompt batch collect.',
  });
}
