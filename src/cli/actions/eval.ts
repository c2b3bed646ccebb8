import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSuite } from '../../core/dataset/readSuite.ts';
import type { EvalCase, Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { shortVersion } from '../../core/hash.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { estimateSuitePlan } from '../../core/run/estimateSuitePlan.ts';
import { type EvalReport, evalReport } from '../../core/run/evalReport.ts';
import { planSuite, type SuitePlan } from '../../core/run/planSuite.ts';
import { evalWriters } from '../../core/run/reports/evalFiles.ts';
import { formatEvalSummary } from '../../core/run/reports/evalSummary.ts';
import type { RunState } from '../../core/run/state.ts';
import { positionAt } from '../../core/text/range.ts';
import { listRunIds, newRunId } from '../../node/journal.ts';
import { ResponseCache } from '../../node/responseCache.ts';
import { RunSession, readRun, type SessionContext } from '../../node/runSession.ts';
import { workspaceSuiteFiles } from '../../node/suiteFiles.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/suiteGrading.ts';
import { findWorkspaceFolder } from '../../node/workspaceFiles.ts';
import { type CliContext, createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { stopOnInterrupt } from '../interrupt.ts';
import { followEval } from '../reporters/evalProgress.ts';

export interface EvalOptions {
  readonly model: readonly string[];
  readonly filter?: string;
  readonly repeat?: number;
  readonly concurrency?: number;
  readonly cache: boolean;
  readonly maxCost?: number;
  readonly resume?: string | true;
  readonly output: readonly string[];
  readonly endpoint: readonly string[];
  readonly yes?: true;
}

/** USD above which a run is only started with `--yes`. */
const confirmAbove = 1;
const mostAtOnce = 200;

/** Runs a suite and reports; the result is the exit code. */
export async function evaluate(file: string, options: EvalOptions): Promise<number> {
  const writers = options.output.map(writerFor);
  checkNumbers(options);
  const context = createContext(options.endpoint);
  const workspaceFolder = findWorkspaceFolder(path.resolve(file));
  const suite = await loadSuite(file, workspaceFolder);
  const name = path.relative(workspaceFolder, path.resolve(file));
  const planned = planOf(context, suite, { ...options, name });
  for (const model of new Set(planned.plan.targets.map((target) => target.model))) context.registry.resolve(model);
  const grading = createSuiteGrading({ distFolder: import.meta.dirname, allowScripts: true }, suite, planned);
  const session = startSession({
    context,
    suite,
    planned,
    options,
    storage: path.join(workspaceFolder, '.polyprompt'),
    grading,
  });
  const interrupted = stopOnInterrupt(session);
  followEval(session, process.stderr);
  await session.ended();
  await grading.dispose();
  const report = evalReport(session.state, planned.caseOf);
  for (const [index, name] of options.output.entries())
    writeFileSync(name, writers[index]?.({ state: session.state, report }) ?? '');
  process.stdout.write(`${formatEvalSummary(report)}run ${session.state.runId}\n`);
  return interrupted() ? exitCodes.interrupted : exitCodeOf(session.state, report);
}

function writerFor(name: string): (typeof evalWriters)[keyof typeof evalWriters] {
  const extension = path.extname(name).slice(1);
  const found = Object.entries(evalWriters).find(([known]) => known === extension);
  if (found) return found[1];
  throw new PolypromptError(
    'invalid-arguments',
    `--output ${name}: the name has to end in ${Object.keys(evalWriters)
      .map((known) => `.${known}`)
      .join(', ')}.`,
  );
}

function checkNumbers({ repeat, concurrency, maxCost }: EvalOptions): void {
  const wrong = (name: string) => new PolypromptError('invalid-arguments', `--${name} has to be a number above 0.`);
  if (repeat !== undefined && !(Number.isInteger(repeat) && repeat > 0)) throw wrong('repeat');
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) throw wrong('concurrency');
  if (maxCost !== undefined && !(maxCost > 0)) throw wrong('max-cost');
}

/** The suite with what is wrong in it on stderr; throws when nothing is left to run. */
async function loadSuite(file: string, workspaceFolder: string): Promise<Suite> {
  if (!existsSync(file))
    throw new PolypromptError('invalid-arguments', `${file} cannot be read.`, { hint: 'Check the path of the suite.' });
  const suite = await readSuite(path.resolve(file), workspaceSuiteFiles(workspaceFolder));
  reportProblems(suite.problems);
  if (suite.cases.length > 0 && suite.prompts.length > 0) return suite;
  throw new PolypromptError('invalid-prompt', `${file} holds no case that can run.`, { hint: 'See the lines above.' });
}

function reportProblems(problems: SuitePlan['problems']): void {
  for (const problem of problems)
    process.stderr.write(`${placeOf(problem)}: ${problem.severity}: ${problem.message}\n`);
}

/** `cases.jsonl:2:1`, as editors and CI like it; the file alone when it cannot be read again. */
function placeOf({ file, range }: SuitePlan['problems'][number]): string {
  const name = path.relative(process.cwd(), file) || file;
  if (!existsSync(file)) return name;
  const { line, column } = positionAt(readFileSync(file, 'utf8'), range.start);
  return `${name}:${line}:${column}`;
}

function planOf(context: CliContext, suite: Suite, options: EvalOptions & { readonly name: string }): SuitePlan {
  const { clock, random } = context.environment;
  const planned = planSuite(suite, {
    runId: newRunId(clock.wallTime(), random),
    name: options.name,
    promptVersion: shortVersion(suite.prompts.map((prompt) => prompt.raw).join('\n')),
    includes: (row) => options.filter === undefined || searchText(row).includes(options.filter.toLowerCase()),
    ...(options.model.length > 0 ? { models: options.model } : {}),
    ...(options.repeat === undefined ? {} : { repeat: options.repeat }),
  });
  reportProblems(planned.problems);
  if (planned.plan.targets.length === 0)
    throw new PolypromptError('invalid-arguments', `${suite.name} names no model.`, {
      hint: 'Give one with --model, for example --model simulated/terse.',
    });
  if (planned.plan.cells.length === 0)
    throw new PolypromptError('invalid-arguments', 'No case is left to run.', { hint: 'Check --filter.' });
  return planned;
}

function searchText(row: EvalCase): string {
  return JSON.stringify([row.description ?? '', row.vars, row.metadata]).toLowerCase();
}

interface Start {
  readonly context: CliContext;
  readonly suite: Suite;
  readonly planned: SuitePlan;
  readonly options: EvalOptions;
  readonly storage: string;
  readonly grading: SuiteGrading;
}

function startSession(start: Start): RunSession {
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
  confirmCost(start, cache);
  return RunSession.start(session, planned.plan);
}

/** A run can go on when it asks what the suite asks now: its cells are known by content, not by position. */
function resumeSession(session: SessionContext, planned: SuitePlan, wanted: string | true): RunSession {
  const runId = wanted === true ? newestUnfinished(session.storage, planned.plan.prompt) : wanted;
  const resumed = runId === undefined ? undefined : RunSession.resume(session, runId);
  if (resumed) return resumed;
  throw new PolypromptError('invalid-arguments', 'There is no unfinished run of this suite.', {
    hint: 'Run it without --resume.',
  });
}

function newestUnfinished(storage: string, suite: string): string | undefined {
  return listRunIds(storage).find((runId) => {
    const state = readRun(storage, runId);
    return state?.prompt === suite && state.status !== 'done';
  });
}

/** Prints what the run may cost, and refuses an expensive one that nobody agreed to. */
function confirmCost({ context, suite, planned, options }: Start, cache: ResponseCache | undefined): void {
  const { catalog, registry } = context;
  const lanes = { start: options.concurrency ?? 4, max: mostAtOnce };
  const estimate = estimateSuitePlan(suite, planned, { catalog, registry, lanes, ...(cache ? { cache } : {}) });
  process.stderr.write(`${estimate.cells} cells, ${formatSuiteEstimate(estimate)}\n`);
  const high = estimate.simulated ? 0 : estimate.money.high;
  if (high <= confirmAbove || options.yes || options.maxCost !== undefined) return;
  throw new PolypromptError('invalid-arguments', `This run may cost up to ${formatMoney(high)}.`, {
    hint: 'Agree with --yes, or set a limit with --max-cost.',
  });
}

function exitCodeOf(state: RunState, report: EvalReport): number {
  if (state.status === 'budget') return exitCodes.budget;
  const any = (...outcomes: readonly string[]) => report.rows.some((row) => outcomes.includes(row.outcome));
  if (any('error', 'skipped', 'cancelled')) return exitCodes.providerErrors;
  return any('fail', 'refused', 'truncated', 'ungraded') ? exitCodes.modelFailed : exitCodes.done;
}
