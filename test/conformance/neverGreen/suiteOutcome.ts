import { evalExitCode } from '../../../src/cli/outputs/evalExitCode.ts';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { Sandbox } from '../../../src/core/grading/verdict.ts';
import { requirementLines } from '../../../src/core/reports/requirementLines.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { isRequiredMet, requiredIn } from '../../../src/core/results/requirements.ts';
import { isLeftOut } from '../../../src/core/run/runProblem.ts';
import { runSuite } from '../../support/suiteRun.ts';
import { memoryFiles } from '../../unit/dataset/memoryFiles.ts';
import type { FailingSuite } from './failingSuites.ts';

export interface SuiteOutcome {
  readonly code: number;
  /** Every problem, and the outcome of every row that did not pass. */
  readonly said: readonly string[];
}

/** What `polyprompt eval` would end with, and what it would say. */
export async function suiteOutcome(
  suiteFile: string,
  files: FailingSuite['files'],
  sandbox: Sandbox,
): Promise<SuiteOutcome> {
  const suite = await readSuite(suiteFile, memoryFiles(files));
  // The command line refuses these before it asks anybody.
  if (suite.cases.length === 0 || suite.prompts.length === 0 || suite.targets.length === 0)
    return { code: 2, said: suite.problems.map(({ message }) => message) };
  const { state, planned } = await runSuite(suite, { scripts: { sandbox } });
  const problems = [...suite.problems, ...planned.problems];
  const report = evalReport(state, planned.caseOf);
  const { rows } = report;
  const { required } = requiredIn(report, suite);
  if (rows.length === 0) return { code: 2, said: problems.map(({ message }) => message) };
  const met = required && { isRequiredMet: isRequiredMet(required) };
  const code = evalExitCode({ status: state.status, rows, isIncomplete: problems.some(isLeftOut), ...met });
  const failed = rows.filter(({ outcome }) => outcome !== 'pass').map(({ outcome }) => outcome);
  return { code, said: [...problems.map(({ message }) => message), ...failed, ...requirementLines(required)] };
}
