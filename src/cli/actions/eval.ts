import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { estimateSuitePlan } from '../../core/run/estimateSuitePlan.ts';
import { evalReport } from '../../core/run/evalReport.ts';
import type { SuitePlan } from '../../core/run/planSuite.ts';
import { ResponseCache } from '../../node/responseCache.ts';
import { RunHistory } from '../../node/runHistory.ts';
import { RunSession, type SessionContext } from '../../node/runSession.ts';
import { estimateWithHistory } from '../../node/suiteEstimate.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/suiteGrading.ts';
import { type CliContext, createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { finishEval } from '../finishEval.ts';
import { stopOnInterrupt } from '../interrupt.ts';
import { loadSuitePlan } from '../loadSuitePlan.ts';
import { onlyFailed } from '../onlyFailed.ts';
import { followEval } from '../reporters/evalProgress.ts';
import { resultFiles } from '../resultFiles.ts';
import { findRun } from '../storedRuns.ts';
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
const mostAtOnce = 200;

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
  const { suite, planned: whole, storage } = await loadSuitePlan(context, file, options);
  const planned = options.onlyFailed ? onlyFailed(storage, whole) : whole;
  if (!planned) return exitCodes.done;
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true }, suite, planned);
  const session = await startSession({ context, suite, planned, options, storage, grading });
  const interrupted = stopOnInterrupt(session);
  followEval(session, { stream: process.stderr, clock: context.environment.clock, term: process.env['TERM'] ?? '' });
  await session.ended();
  await grading.dispose();
  const report = evalReport(session.state, planned.caseOf, suite.derivedMetrics);
  return finishEval({
    state: session.state,
    report,
    outputs,
    interrupted: interrupted(),
    ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
  });
}

interface Start {
  readonly context: CliContext;
  readonly suite: Suite;
  readonly planned: SuitePlan;
  readonly options: EvalOptions;
  readonly storage: string;
  readonly grading: SuiteGrading;
}

async function startSession(start: Start): Promise<RunSession> {
  const { context, planned, options, storage, grading } = start;
  const cache = options.cache ? new ResponseCache(storage) : undefined;
  const session: SessionContext = {
    ...context,
    storage,
    grading,
    lanes: { start: options.concurrency ?? 4, max: mostAtOnce },
    onStorageFailure: () => process.stderr.write('The run cannot be recorded; it goes on without.\n'),
    ...(cache ? { cache } : {}),
    ...(options.maxCost === undefined ? {} : { maxCost: options.maxCost }),
  };
  if (options.resume !== undefined) return resumeSession(session, planned, options.resume);
  await confirmCost(start, cache);
  return RunSession.start(session, planned.plan);
}

/** A run can go on when it asks what the suite asks now: its cells are known by content, not by position. */
function resumeSession(session: SessionContext, planned: SuitePlan, wanted: string | true): RunSession {
  const runId =
    wanted === true ? newestUnfinished(session.storage, planned.plan.prompt) : findRun(session.storage, wanted).runId;
  const resumed = runId === undefined ? undefined : RunSession.resume(session, runId);
  if (resumed) return resumed;
  throw new PolypromptError('invalid-arguments', 'There is no unfinished run of this suite.', {
    hint: 'Run it without --resume.',
  });
}

function newestUnfinished(storage: string, suite: string): string | undefined {
  for (const { runId, status } of new RunHistory().each(storage, { prompt: suite, kind: 'eval' }))
    if (status !== 'done') return runId;
  return undefined;
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

function chargedAtMost({ simulated, money }: SuiteEstimate): number {
  return simulated ? 0 : money.high;
}

/** Counting tokens and reading earlier runs takes its time: it is done where the answer decides whether the run may start. */
async function estimateOf(start: Start, cache: ResponseCache | undefined): Promise<SuiteEstimate> {
  const { context, suite, planned, options, storage } = start;
  const { catalog, registry } = context;
  const lanes = { start: options.concurrency ?? 4, max: mostAtOnce };
  const knowledge = { catalog, registry, lanes, ...(cache ? { cache } : {}) };
  const quick = estimateSuitePlan(suite, planned, knowledge);
  if (options.yes || options.maxCost !== undefined || chargedAtMost(quick) <= confirmAbove) return quick;
  return withTokenCounter(async (counter) => {
    const history = new RunHistory();
    return (await estimateWithHistory(suite, planned, { ...knowledge, storage, history, counter })).estimate;
  });
}
