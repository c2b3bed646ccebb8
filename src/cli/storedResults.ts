import path from 'node:path';
import { readSuite } from '../core/dataset/readSuite.ts';
import type { Suite } from '../core/dataset/suite.ts';
import { evalReport } from '../core/run/evalReport.ts';
import { casesByCell, casesOfRun } from '../core/run/matrixCases.ts';
import type { EvalFile } from '../core/run/reports/evalFiles.ts';
import type { RunState } from '../core/run/state.ts';
import { workspaceSuiteFiles } from '../node/suiteFiles.ts';
import { suiteFileOf } from './storedRuns.ts';

/** What a stored run says; its cases as the suite has them now, or as the run remembers them where the suite is gone. */
export async function storedResults(storage: string, state: RunState): Promise<EvalFile> {
  const suite = await suiteOf(storage, state);
  return { state, report: evalReport(state, casesByCell(state, casesOfRun(state, suite)), suite?.derivedMetrics) };
}

async function suiteOf(storage: string, state: RunState): Promise<Suite | undefined> {
  const file = state.kind === 'eval' ? suiteFileOf(storage, state) : undefined;
  return file === undefined ? undefined : readSuite(file, workspaceSuiteFiles(path.dirname(storage)));
}
