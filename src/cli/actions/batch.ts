import { batchReport } from '../../core/batch/batchReport.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { defaultLaneLimits } from '../../core/providers/lanes/laneLimits.ts';
import type { RunState } from '../../core/run/state.ts';
import { prepareCollection } from '../../node/batch/prepareCollection.ts';
import {
  type BatchProblem,
  cancelBatches,
  type RefreshedRun,
  refreshBatches,
} from '../../node/batch/refreshBatches.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { RunSession } from '../../node/runs/runSession.ts';
import { storedResults, suiteFileOf } from '../../node/runs/storedResults.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/runs/suiteGrading.ts';
import { findBatchRun, printBatches, tellBatchProblems, tellNextStep } from '../inputs/batchRuns.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { type ResumedSuite, resumedSuite } from '../inputs/resumedSuite.ts';
import { storageFor } from '../inputs/storedRuns.ts';
import { finishEval } from '../outputs/finishEval.ts';
import { resultFiles } from '../outputs/resultFiles.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { tell } from '../terminal/terminal.ts';

export interface BatchOptions {
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly json?: true;
}

export interface CollectOptions extends BatchOptions {
  readonly live?: true;
  readonly wait?: true;
  /** Seconds between two looks at the jobs. */
  readonly every: number;
  readonly output: readonly string[];
  readonly threshold?: number;
}

/** Says how the jobs of a run stand; the result is the exit code. */
export function batchStatus(run: string, options: BatchOptions): Promise<number> {
  return lookAtRun(run, options, refreshBatches);
}

/** Cancels the jobs of a run at their vendors. */
export function batchCancel(run: string, options: BatchOptions): Promise<number> {
  return lookAtRun(run, options, cancelBatches);
}

/** Records and grades what the jobs of a run have brought, and sends what is left in further jobs. */
export async function batchCollect(run: string, options: CollectOptions): Promise<number> {
  const storage = storageFor();
  const { runId, improve, prompt } = findBatchRun(storage, run);
  if (improve)
    throw new PolypromptError('invalid-arguments', `Run ${runId} is an improvement, which collects its rows itself.`, {
      hint: `Go on with: polyprompt ${improve.port ? 'port' : 'improve'} ${prompt} --resume ${runId}`,
    });
  return collectResults({ context: createContext(options), storage, runId, options });
}

async function lookAtRun(run: string, options: BatchOptions, look: typeof refreshBatches): Promise<number> {
  const storage = storageFor();
  const { runId } = findBatchRun(storage, run);
  const { registry, environment } = createContext(options);
  const { signal } = new AbortController();
  const looked: RefreshedRun | undefined = await look({ registry, environment, storage, signal }, runId);
  if (!looked) throw goneError(runId);
  tellBatchProblems(looked.problems);
  printBatches(looked.state, options);
  return looked.problems.length > 0 ? exitCodes.providerErrors : exitCodes.done;
}

interface Collecting {
  readonly context: CliContext;
  readonly storage: string;
  readonly runId: string;
  readonly options: Omit<CollectOptions, 'endpoint'>;
}

/** Collects once, or until every result is there. Prints and grades as a live eval does. */
export async function collectResults(collecting: Collecting): Promise<number> {
  const { context, storage, runId, options } = collecting;
  const outputs = resultFiles(options.output);
  const stop = stopOnSignal();
  const suite = await suiteFor(collecting);
  try {
    for (;;) {
      const problems = await collectOnce(collecting, suite, stop);
      tellBatchProblems(problems);
      const state = readRun(storage, runId);
      if (!state) throw goneError(runId);
      const goesOn = options.wait && state.status === 'submitted' && !stop.signal.aborted;
      if (!goesOn) return await finish(state, { collecting, outputs, isInterrupted: stop.signal.aborted });
      const { cells, answered } = batchReport(state);
      tell(`${answered} of ${cells} answers are there; looking again in ${options.every} s\n`);
      await context.environment.clock.sleep(options.every * 1000, stop.signal).catch(() => undefined);
    }
  } finally {
    await suite?.grading.dispose();
  }
}

async function collectOnce(
  { context, storage, runId, options }: Collecting,
  suite: SuiteOfRun | undefined,
  stop: Stop,
): Promise<readonly BatchProblem[]> {
  const isLive = options.live === true;
  const { signal } = stop;
  if (signal.aborted) return [];
  const collection = await prepareCollection({ ...context, storage, signal, isLive }, runId);
  if (!collection) throw goneError(runId);
  const session = RunSession.resume(
    {
      ...context,
      storage,
      lanes: defaultLaneLimits,
      cache: new ResponseCache(storage),
      batch: collection.keeper,
      ...suite,
      onStorageFailure: (error) => {
        throw error;
      },
    },
    runId,
  );
  stop.session = session;
  await session?.ended();
  return [...collection.problems, ...collection.keeper.problems];
}

interface SuiteOfRun {
  readonly grading: SuiteGrading;
  readonly routes: ResumedSuite['routes'];
  readonly servers?: NonNullable<ReturnType<typeof SuiteServers.recorded>>;
}

/** What is needed to grade the run's answers. Without its suite they are collected and stay ungraded. */
async function suiteFor({ context, storage, runId }: Collecting): Promise<SuiteOfRun | undefined> {
  const stored = readRun(storage, runId);
  if (!stored) throw goneError(runId);
  const file = suiteFileOf(storage, stored);
  if (file === undefined) {
    tell(`${stored.prompt} is not there: answers are collected and not graded.\n`);
    return undefined;
  }
  const { suite, planned, routes } = await resumedSuite(context, file, { run: runId });
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true, storage }, suite, planned);
  const servers = SuiteServers.recorded(suite.recordings);
  return { grading, routes, ...defined({ servers }) };
}

interface Ending {
  readonly collecting: Collecting;
  readonly outputs: ReturnType<typeof resultFiles>;
  readonly isInterrupted: boolean;
}

async function finish(state: RunState, { collecting, outputs, isInterrupted }: Ending): Promise<number> {
  const { storage, options } = collecting;
  if (options.json) printBatches(state, { json: true });
  if (state.status === 'submitted' || state.status === 'stopped') {
    if (!options.json) printBatches(state, {});
    tellNextStep(state);
    return isInterrupted ? exitCodes.interrupted : exitCodes.providerErrors;
  }
  const results = await storedResults(storage, state);
  const threshold = options.threshold === undefined ? {} : { threshold: options.threshold };
  return finishEval({
    ...results,
    outputs,
    interrupted: isInterrupted,
    isQuiet: options.json === true,
    ...threshold,
  });
}

interface Stop {
  readonly signal: AbortSignal;
  session: RunSession | undefined;
}

/** The first Ctrl-C keeps what was collected; a second one ends the process at once. */
function stopOnSignal(): Stop {
  const controller = new AbortController();
  const stop: Stop = { signal: controller.signal, session: undefined };
  process.on('SIGINT', () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    stop.session?.stop();
  });
  return stop;
}

function goneError(runId: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `Run ${runId} is gone.`, { hint: 'List runs with: polyprompt runs' });
}
