import { existsSync } from 'node:fs';
import path from 'node:path';
import type { EvalCase, Suite } from '../../core/dataset/suite.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../core/plan/suiteOfRun.ts';
import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import { casesByCell, casesOfRun } from '../../core/results/matrix/matrixCases.ts';
import { requiredIn } from '../../core/results/requirements.ts';
import { readProjectSuite } from '../../core/routing/readProjectSuite.ts';
import type { RunState } from '../../core/run/state.ts';
import { reportWithPeople } from '../people/reportWithPeople.ts';
import { workspaceSuiteFiles } from '../suites/workspaceSuiteFiles.ts';

/** The results of a stored run. Its cases are those of the suite now, or those that the run remembers where the suite is gone. */
export async function storedResults(storage: string, state: RunState): Promise<EvalFile> {
  const suite = await suiteOf(storage, state);
  const report = reportWithPeople(storage, state, evalReport(state, casesBy(suite, state), suite?.derivedMetrics));
  return { state, report, ...(suite ? requiredIn(report, suite) : {}) };
}

/** The cases of a stored run by the id of the cell: those of the suite now, or those that the run remembers where the suite is gone. */
export async function storedCases(storage: string, state: RunState): Promise<ReadonlyMap<string, EvalCase>> {
  return casesBy(await suiteOf(storage, state), state);
}

function casesBy(suite: Suite | undefined, state: RunState): ReadonlyMap<string, EvalCase> {
  return suite ? casesOfCells(state, suite, planAgain(state, suite)) : casesByCell(state, casesOfRun(state, undefined));
}

/** The case of a cell, found by what it asks. Where the suite asks that no more, it is found by its name, or taken from the run. */
export function casesOfCells(
  state: RunState,
  suite: Suite,
  { caseOf }: Pick<SuitePlan, 'caseOf'>,
): ReadonlyMap<string, EvalCase> {
  if (state.plan.every(({ id }) => caseOf.has(id))) return caseOf;
  return new Map([...casesByCell(state, casesOfRun(state, suite)), ...caseOf]);
}

function planAgain(state: RunState, suite: Suite): SuitePlan {
  const { runId, prompt: name, promptVersion } = state;
  return planSuite(suiteOfRun(suite, state), { runId, name, promptVersion });
}

async function suiteOf(storage: string, state: RunState): Promise<Suite | undefined> {
  const file = state.kind === 'eval' ? suiteFileOf(storage, state) : undefined;
  return file === undefined
    ? undefined
    : readProjectSuite(file, workspaceSuiteFiles(path.dirname(storage), { given: file }));
}

/** The path of a run's suite; undefined when the file does not exist any more. */
export function suiteFileOf(storage: string, { prompt }: Pick<RunState, 'prompt'>): string | undefined {
  const file = path.join(path.dirname(storage), prompt);
  return existsSync(file) ? file : undefined;
}
