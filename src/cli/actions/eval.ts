import { existsSync } from 'node:fs';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import { requiredIn } from '../../core/results/requirements.ts';
import { routeId } from '../../core/routeId.ts';
import { allMovedChoices } from '../../core/routing/movedChoices.ts';
import { leftOutOf } from '../../core/run/runProblem.ts';
import { BatchKeeper } from '../../node/batch/batchKeeper.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { keepRecorded } from '../../node/mcp/keepRecorded.ts';
import type { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { holdOldHeap } from '../../node/oldHeap.ts';
import { reportWithPeople } from '../../node/people/reportWithPeople.ts';
import { verdictFileOf } from '../../node/people/verdictFile.ts';
import { withListedPrices } from '../../node/runs/listedPrices.ts';
import { RunSession } from '../../node/runs/runSession.ts';
import type { SessionContext } from '../../node/runs/sessionContext.ts';
import { casesOfCells } from '../../node/runs/storedResults.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/runs/suiteGrading.ts';
import { growYoungHeap, holdYoungHeap } from '../../node/youngHeap.ts';
import { agreeInTerminal } from '../inputs/agreeInTerminal.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { type LoadedSuite, loadSuitePlan } from '../inputs/loadSuitePlan.ts';
import { onlyFailed } from '../inputs/onlyFailed.ts';
import { type ResumedSuite, resumedSuite } from '../inputs/resumedSuite.ts';
import { type McpOptions, ServersInTerminal } from '../inputs/serversInTerminal.ts';
import { finishEval, tellLeftOut } from '../outputs/finishEval.ts';
import { resultFiles } from '../outputs/resultFiles.ts';
import { followEval } from '../reporters/evalProgress.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { RecordWatch } from '../terminal/recordWatch.ts';
import { tell } from '../terminal/terminal.ts';
import { finishBatch } from './finishBatch.ts';

export interface EvalOptions extends McpOptions {
  readonly model: readonly string[];
  readonly filter: readonly string[];
  readonly onlyFailed?: true;
  readonly repeat?: number;
  readonly judge?: string;
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  readonly cache: boolean;
  readonly maxCost?: number;
  readonly resume?: string | true;
  readonly output: readonly string[];
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly yes?: true;
  readonly batch?: true;
  readonly wait?: true;
  readonly every: number;
  readonly threshold?: number;
  readonly allowIncomplete?: true;
}

/** Runs a suite and reports; the result is the exit code. */
export async function evaluate(file: string, options: EvalOptions): Promise<number> {
  const plain = createContext(options);
  if (options.batch && options.mcp !== undefined && options.mcp !== 'replay')
    throw new PolypromptError('invalid-arguments', `--batch does not go with --mcp ${options.mcp}.`, {
      hint: 'A batch is answered by what MCP servers have recorded: record it first.',
    });
  const asked: McpOptions = options.batch ? { ...options, mcp: 'replay' } : options;
  const servers = new ServersInTerminal(asked, plain.environment);
  try {
    return await evaluateWith({ plain, servers }, file, options);
  } finally {
    await servers.dispose();
  }
}

/** The means of one command. */
interface Means {
  readonly plain: CliContext;
  readonly servers: ServersInTerminal;
}

async function evaluateWith({ plain, servers }: Means, file: string, options: EvalOptions): Promise<number> {
  const outputs = resultFiles(options.output);
  if (options.onlyFailed && options.resume !== undefined)
    throw new PolypromptError(
      'invalid-arguments',
      '--only-failed starts a new run, --resume goes on with an old one.',
      {
        hint: 'Give one of them.',
      },
    );
  if (options.batch && options.resume !== undefined)
    throw new PolypromptError('invalid-arguments', 'A run that went out in batch jobs is not resumed but collected.', {
      hint: 'Look for its results with: polyprompt batch collect',
    });
  holdYoungHeap();
  holdOldHeap();
  const loaded = await load({ plain, servers }, file, options);
  if (typeof loaded === 'number') return loaded;
  const context = await withListedPrices(plain, loaded);
  tellMovedChoices(context, loaded);
  const { suite, planned, storage } = loaded;
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true, storage }, suite, planned);
  const keeper = options.batch ? keeperFor(context, loaded.storage) : undefined;
  const record = new RecordWatch(`polyprompt eval ${file} --resume`);
  const session = await startSession({
    ...loaded,
    context,
    options,
    grading,
    keeper,
    record,
    servers: servers.started,
  });
  const interrupted = stopOnInterrupt(session);
  followEval(session, { stream: process.stderr, clock: context.environment.clock, term: process.env['TERM'] ?? '' });
  growYoungHeap();
  await session.ended();
  if (servers.save(file) && options.cache) keepAnswers({ ...loaded, context, session, servers });
  await grading.dispose();
  const { state } = session;
  if (keeper)
    return record.exitCode(
      await finishBatch({ ...loaded, context, keeper, state, options, isInterrupted: interrupted() }),
    );
  const graded = evalReport(state, casesOfCells(state, suite, planned), suite.derivedMetrics);
  const report = reportWithPeople(storage, state, graded);
  const code = finishEval({
    // The problems are those of the suite now, even where the run began earlier.
    state: { ...state, problems: planned.plan.problems ?? [] },
    report,
    ...requiredIn(report, suite),
    outputs,
    interrupted: interrupted(),
    ...defined({ threshold: options.threshold }),
    allowIncomplete: options.allowIncomplete === true,
    isRecorded: session.isRecorded,
  });
  return record.exitCode(code);
}

interface Recording extends LoadedEval {
  readonly context: CliContext;
  readonly session: RunSession;
  readonly servers: ServersInTerminal;
}

/** Keeps the answers of a run that has recorded servers for the replays to come. */
function keepAnswers({ context, session, servers, suite, replan, storage }: Recording): void {
  const known = servers.started?.recorded;
  if (!known || !replan) return;
  const { plan: planned } = replan({ ...suite, servers: known });
  const cache = new ResponseCache(storage);
  keepRecorded({ state: session.state, planned, cache, registry: context.registry });
  cache.close();
}

/** Tells where a cost route would choose otherwise at the prices of today. It goes on choosing by what it learnt. */
function tellMovedChoices({ catalog }: CliContext, { planned, routes }: LoadedSuite): void {
  const asked = new Set(planned.plan.targets.map(({ model }) => model));
  const sentences = allMovedChoices(routes, catalog, (name) => asked.has(routeId(name)));
  for (const sentence of sentences) tell(`${sentence}\n`);
}

/** The suite as it is to be run, or the exit code when nothing of it is left to do. */
async function load({ plain, servers }: Means, file: string, options: EvalOptions): Promise<LoadedEval | number> {
  const withServers = (suite: Suite) => servers.withServers(suite);
  if (options.resume !== undefined) return resumedSuite(plain, file, { run: options.resume, withServers });
  const loaded = await loadSuitePlan(plain, file, { ...options, withServers });
  if (!options.onlyFailed) return loaded;
  const planned = onlyFailed(loaded.storage, loaded.planned);
  if (planned) return { ...loaded, planned };
  return tellLeftOut(leftOutOf(loaded.planned.plan)) && !options.allowIncomplete ? exitCodes.badUsage : exitCodes.done;
}

type LoadedEval = LoadedSuite & Partial<ResumedSuite>;

interface Start extends LoadedEval {
  readonly context: CliContext;
  readonly options: EvalOptions;
  readonly grading: SuiteGrading;
  readonly keeper: BatchKeeper | undefined;
  readonly record: RecordWatch;
  readonly servers: SuiteServers | undefined;
}

async function startSession(start: Start): Promise<RunSession> {
  const { context, suite, planned, options, storage, grading, stored, keeper, routes, record, servers } = start;
  const { concurrency, maxConcurrency } = options;
  const lanes = laneLimits(defined({ concurrency, maxConcurrency, ofSuite: suite.concurrency }));
  const cache = options.cache ? new ResponseCache(storage) : undefined;
  const session: SessionContext = {
    ...context,
    storage,
    grading,
    routes,
    lanes,
    leavesPassed: mayLeavePassed(start),
    whenDiskIsFull: record.whenDiskIsFull,
    onStorageFailure: record.onStorageFailure,
    onTakenOver: record.onTakenOver,
    ...defined({ cache, batch: keeper, maxCost: options.maxCost, servers }),
  };
  if (stored) return resumeSession(session, stored.runId);
  await agreeInTerminal({ ...start, lanes, ...defined({ cache }) });
  return RunSession.start(session, planned.plan);
}

/**
 * Files, jobs, recordings of servers, people's verdicts and prompts that are made of earlier answers need the texts of rows that have
 * passed.
 */
function mayLeavePassed({ options, keeper, servers, storage, planned: { plan } }: Start): boolean {
  if (options.output.length > 0 || keeper || servers) return false;
  return plan.cells.every(({ after }) => after === undefined) && !existsSync(verdictFileOf(storage, plan.prompt));
}

function resumeSession(session: SessionContext, runId: string): RunSession {
  const resumed = RunSession.resume(session, runId);
  if (resumed) return resumed;
  throw new PolypromptError('invalid-arguments', `Run ${runId} is gone.`, { hint: 'Run the suite without --resume.' });
}

function keeperFor({ registry, environment, catalog }: CliContext, storage: string): BatchKeeper {
  const { signal } = new AbortController();
  return BatchKeeper.forNewRun({ registry, environment, catalog, storage, signal });
}
