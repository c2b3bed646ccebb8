import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../core/plan/suiteOfRun.ts';
import { defaultLaneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import { requiredIn } from '../../core/results/requirements.ts';
import { describeRescore } from '../../core/results/rescoreScope.ts';
import type { RunState } from '../../core/run/state.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { reportWithPeople } from '../../node/people/reportWithPeople.ts';
import { RunSession } from '../../node/runs/runSession.ts';
import { createSuiteGrading } from '../../node/runs/suiteGrading.ts';
import { createContext } from '../inputs/configuration.ts';
import { loadSuite, placedIn, reportProblems } from '../inputs/loadSuitePlan.ts';
import { existingSuite, findRun, storageFor } from '../inputs/storedRuns.ts';
import { finishEval } from '../outputs/finishEval.ts';
import { resultFiles } from '../outputs/resultFiles.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { RecordWatch } from '../terminal/recordWatch.ts';
import { print } from '../terminal/terminal.ts';

export interface RescoreCommandOptions {
  readonly judges?: true;
  readonly maxCost?: number;
  readonly threshold?: number;
  readonly allowIncomplete?: true;
  readonly output: readonly string[];
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/** Grades a stored run by its suite as it is now. No model is asked, and judges only where that is allowed. */
export async function rescore(run: string, file: string | undefined, options: RescoreCommandOptions): Promise<number> {
  const outputs = resultFiles(options.output);
  const storage = storageFor(file);
  const stored = findRun(storage, run);
  const suite = suiteOfRun(await loadSuite(file ?? existingSuite(storage, stored, 'rescore')), stored);
  const { runId, prompt: name, promptVersion } = stored;
  const hasOlderVersion = stored.targets.some(({ version }) => version !== undefined);
  const planned = planSuite(suite, { runId, name, promptVersion, hasOlderVersion });
  reportProblems(planned.problems);
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true, storage }, suite, planned);
  const record = new RecordWatch();
  try {
    const { session, counts } = start({ storage, stored, planned, grading, options, record });
    const interrupted = stopOnInterrupt(session);
    print(`${describeRescore(await counts)}\n\n`);
    const graded = evalReport(session.state, planned.caseOf, suite.derivedMetrics);
    const report = reportWithPeople(storage, session.state, graded);
    const code = finishEval({
      state: { ...session.state, problems: placedIn([...suite.problems, ...planned.problems]) },
      report,
      ...requiredIn(report, suite),
      outputs,
      interrupted: interrupted(),
      ...defined({ threshold: options.threshold }),
      allowIncomplete: options.allowIncomplete === true,
    });
    return record.exitCode(code);
  } finally {
    await grading.dispose();
  }
}

interface Start {
  readonly storage: string;
  readonly stored: RunState;
  readonly planned: SuitePlan;
  readonly grading: ReturnType<typeof createSuiteGrading>;
  readonly options: RescoreCommandOptions;
  readonly record: RecordWatch;
}

function start({ storage, stored, planned, grading, options, record }: Start) {
  const rescoring = RunSession.rescore(
    {
      ...createContext(options),
      storage,
      grading,
      lanes: defaultLaneLimits,
      cache: new ResponseCache(storage),
      whenDiskIsFull: record.whenDiskIsFull,
      onStorageFailure: record.onStorageFailure,
      onTakenOver: record.onTakenOver,
      ...defined({ maxCost: options.maxCost }),
    },
    stored.runId,
    { planned, ...(options.judges ? { allowJudges: true } : {}) },
  );
  if (rescoring) return rescoring;
  throw new PolypromptError('invalid-arguments', `Run ${stored.runId} of ${path.basename(stored.prompt)} is gone.`);
}
