import { PolypromptError } from '../../core/errors.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { defaultLaneLimits, type LaneLimits } from '../../core/providers/lanes.ts';
import { estimateSuitePlan } from '../../core/run/estimateSuitePlan.ts';
import { evalReport } from '../../core/run/evalReport.ts';
import { ResponseCache } from '../../node/responseCache.ts';
import { RunHistory } from '../../node/runHistory.ts';
import { RunSession, type SessionContext } from '../../node/runSession.ts';
import { estimateWithHistory } from '../../node/suiteEstimate.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/suiteGrading.ts';
import { type CliContext, createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { finishEval } from '../finishEval.ts';
import { stopOnInterrupt } from '../interrupt.ts';
import { type LoadedSuite, loadSuitePlan } from '../loadSuitePlan.ts';
import { onlyFailed } from '../onlyFailed.ts';
import { followEval } from '../reporters/evalProgress.ts';
import { resultFiles } from '../resultFiles.ts';
import { type ResumedSuite, resumedSuite } from '../resumedSuite.ts';
import { casesOfCells } from '../storedResults.ts';
import { withTokenCounter } from '../withTokenCounter.ts';

export interface EvalOptions {
  readonly model: readonly string[];
  readonly filter: readonly string[];
  readonly onlyFailed?: true;
  readonly repeat?: number;
  readonly concurrency?: number;
  readonly cache: boolean;
  readonly maxCost?: number;
  readonly resume?: string | true;
  readonly output: readonly string[];
  readonly endpoint: readonly string[];
  readonly yes?: true;
  readonly threshold?: number;
}

/** USD above which a run is only started with `--yes`. */
const confirmAbove = 1;

/** Runs a suite and reports; the result is the exit code. */
export async function evaluate(file: string, options: EvalOptions): Promise<number> {
  const outputs = resultFiles(options.output);
  if (options.onlyFailed && options.resume !== undefined)
    throw new PolypromptError(
      'invalid-arguments',
      '--only-failed starts a new run, --resume goes on with an old one.',
      {
        hint: 'Give one of them.',
      },
    );
  const context = createContext(options.endpoint);
  const loaded = await load(context, file, options);
  if (!loaded) return exitCodes.done;
  const { suite, planned } = loaded;
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true }, suite, planned);
  const session = await startSession({ ...loaded, context, options, grading });
  const interrupted = stopOnInterrupt(session);
  followEval(session, { stream: process.stderr, clock: context.environment.clock, term: process.env['TERM'] ?? '' });
  await session.ended();
  await grading.dispose();
  const { state } = session;
  const report = evalReport(state, casesOfCells(state, suite, planned), suite.derivedMetrics);
  return finishEval({
    state,
    report,
    outputs,
    interrupted: interrupted(),
    ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
  });
}

/** The suite as it is to be run; undefined when nothing of it is left to do. */
async function load(context: CliContext, file: string, options: EvalOptions): Promise<LoadedEval | undefined> {
  if (options.resume !== undefined) return resumedSuite(file, options.resume);
  const loaded = await loadSuitePlan(context, file, options);
  if (!options.onlyFailed) return loaded;
  const planned = onlyFailed(loaded.storage, loaded.planned);
  return planned && { ...loaded, planned };
}

type LoadedEval = LoadedSuite & Partial<ResumedSuite>;

interface Start extends LoadedEval {
  readonly context: CliContext;
  readonly options: EvalOptions;
  readonly grading: SuiteGrading;
}

async function startSession(start: Start): Promise<RunSession> {
  const { context, planned, options, storage, grading, stored } = start;
  const cache = options.cache ? new ResponseCache(storage) : undefined;
  const session: SessionContext = {
    ...context,
    storage,
    grading,
    lanes: lanesOf(options),
    onStorageFailure: () => process.stderr.write('The run cannot be recorded; it goes on without.\n'),
    ...(cache ? { cache } : {}),
    ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
  };
  if (stored) return resumeSession(session, stored.runId);
  await confirmCost(start, cache);
  return RunSession.start(session, planned.plan);
}

function resumeSession(session: SessionContext, runId: string): RunSession {
  const resumed = RunSession.resume(session, runId);
  if (resumed) return resumed;
  throw new PolypromptError('invalid-arguments', `Run ${runId} is gone.`, { hint: 'Run the suite without --resume.' });
}

/** Prints what the run may cost, and refuses an expensive one that nobody agreed to. */
async function confirmCost(start: Start, cache: ResponseCache | undefined): Promise<void> {
  const { options } = start;
  const estimate = await estimateOf(start, cache);
  process.stderr.write(`${estimate.cells} cells, ${formatSuiteEstimate(estimate)}\n`);
  const high = chargedAtMost(estimate);
  if (high <= confirmAbove || options.yes || options.maxCost !== undefined) return;
  throw new PolypromptError('invalid-arguments', `This run may cost up to ${formatMoney(high)}.`, {
    hint: 'Agree with --yes, or set a limit with --max-cost.',
  });
}

function lanesOf({ concurrency }: EvalOptions): LaneLimits {
  return concurrency === undefined ? defaultLaneLimits : { ...defaultLaneLimits, start: concurrency };
}

function chargedAtMost({ simulated, money }: SuiteEstimate): number {
  return simulated ? 0 : money.high;
}

/** Counting tokens and reading earlier runs takes its time: it is done where the answer decides whether the run may start. */
async function estimateOf(start: Start, cache: ResponseCache | undefined): Promise<SuiteEstimate> {
  const { context, suite, planned, options, storage } = start;
  const { catalog, registry } = context;
  const knowledge = { catalog, registry, lanes: lanesOf(options), ...(cache ? { cache } : {}) };
  const quick = estimateSuitePlan(suite, planned, knowledge);
  if (options.yes || options.maxCost !== undefined || chargedAtMost(quick) <= confirmAbove) return quick;
  return withTokenCounter(async (counter) => {
    const history = new RunHistory();
    return (await estimateWithHistory(suite, planned, { ...knowledge, storage, history, counter })).estimate;
  });
}
