import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { proposalLine } from '../../core/improve/improveText.ts';
import { defined } from '../../core/jsonRead.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { requireAnyTarget } from '../../core/routing/requireTarget.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { type ImproveHead, mostExamples } from '../../core/run/improveHead.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { estimateImprovement } from '../../node/improve/improveEstimate.ts';
import type { ImprovableSuite } from '../../node/improve/improveTask.ts';
import { proofKeeper } from '../../node/improve/proofKeeper.ts';
import { type ImproveContext, type ImproveEnd, replayImprove, runImprove } from '../../node/improve/runImprove.ts';
import { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { promptTextOpener } from '../../node/suites/workspaceSuiteFiles.ts';
import { agreeToImprove } from '../inputs/agreeToImprove.ts';
import { tellBatchProblems } from '../inputs/batchRuns.ts';
import type { CliContext } from '../inputs/configuration.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { RecordWatch } from '../terminal/recordWatch.ts';
import { print, tell } from '../terminal/terminal.ts';

/** The options that improving and porting have in common. */
export interface ImprovementOptions {
  readonly reflect?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly draws: number;
  readonly examples?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly replay?: string;
  readonly judge?: string;
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly batch?: true;
  readonly yes?: true;
}

/** One improvement, new or stored. */
export interface ImprovementWork {
  readonly command: 'improve' | 'port';
  /** The file that was named. */
  readonly file: string;
  readonly storage: string;
  readonly runId: string;
  readonly name: string;
  readonly promptVersion: string;
  readonly improvable: ImprovableSuite;
  readonly head: ImproveHead;
}

/** The calls of an improvement for which nobody has named a limit. */
const usualCalls = 300;

/** Carries an improvement out, or says again what it came to, and reports; the result is the exit code. */
export async function conductImprovement(
  {
    context,
    work,
    routes,
  }: { readonly context: CliContext; readonly work: ImprovementWork; readonly routes: RouteBook },
  options: ImprovementOptions,
  report: (result: ImproveResult) => number,
): Promise<number> {
  const openText = promptTextOpener(findWorkspaceFolder(path.resolve(work.file)), { given: path.resolve(work.file) });
  if (options.replay !== undefined) return told(await replayed(work, openText), work, report);
  const { target, promise } = work.improvable;
  const models = [target.model, ...(promise ? [promise.target.model] : []), work.head.reflect];
  requireAnyTarget(models, routes, (id) => context.registry.resolve(id));
  const estimate = await estimateImprovement(work, {
    ...context,
    routes,
    storage: work.storage,
    openText,
    isProvedInBatches: options.batch === true,
  });
  agreeToImprove(work.head, estimate, options);
  const proof = { runId: work.runId, isWished: options.batch === true };
  const { keeper, problems } = await proofKeeper({ ...context, storage: work.storage }, proof);
  tellBatchProblems(problems);
  const record = new RecordWatch(goOn(work));
  let interrupted = () => false;
  const end = await runImprove(
    {
      ...context,
      ...settings(work, options),
      ...defined({ batch: keeper }),
      routes,
      openText,
      whenDiskIsFull: record.whenDiskIsFull,
      onStorageFailure: record.onStorageFailure,
      onTakenOver: record.onTakenOver,
      onSession: (session) => {
        interrupted = stopOnInterrupt(session);
      },
      onProposal: (proposal) => tell(`${proposalLine(proposal)}\n`),
      isStopped: () => interrupted(),
    },
    { ...work, estimate },
  );
  tellBatchProblems(keeper?.problems ?? []);
  return record.exitCode(interrupted() ? stopped(work) : told(end, work, report));
}

function settings(
  { storage, improvable: { suite } }: ImprovementWork,
  { concurrency, maxConcurrency }: ImprovementOptions,
) {
  return {
    storage,
    distFolder: import.meta.dirname,
    lanes: laneLimits(defined({ concurrency, maxConcurrency, ofSuite: suite.concurrency })),
    ...defined({ servers: SuiteServers.recorded(suite.recordings) }),
  };
}

/** Checks that a run is either gone on with or read. */
export function storedRunOf({ resume, replay }: ImprovementOptions): string | undefined {
  if (resume !== undefined && replay !== undefined)
    throw new PolypromptError('invalid-arguments', '--resume goes on with a run, --replay only reads one.', {
      hint: 'Give one of them.',
    });
  return resume ?? replay;
}

/** What a person wished, with the usual limits where none is named. */
export function wishesOf(
  { reflect, draws, maxCalls, maxCost, examples }: ImprovementOptions,
  { suite, target }: ImprovableSuite,
): Pick<ImproveHead, 'reflect' | 'draws' | 'maxCalls' | 'maxCost' | 'examples'> {
  const model = reflect ?? suite.judge ?? target.model;
  if (!parseModelRef(model))
    throw new PolypromptError('invalid-arguments', `--reflect ${model} is no model.`, {
      hint: 'Write provider/model, for example openai/gpt-5.6-sol.',
    });
  if (examples !== undefined && examples > mostExamples)
    throw new PolypromptError('invalid-arguments', `--examples ${examples} is more than ${mostExamples}.`, {
      hint: 'Every example is paid for in every call; a prompt with more of them is better written by hand.',
    });
  const calls = maxCalls ?? (maxCost === undefined ? usualCalls : undefined);
  return { reflect: normalizeModelName(model), draws, ...defined({ maxCalls: calls, maxCost, examples }) };
}

async function replayed(work: ImprovementWork, openText: ImproveContext['openText']): Promise<ImproveEnd> {
  const result = await replayImprove({ openText }, work);
  return { outcome: result ? 'done' : 'cancelled', result, runId: work.runId, isRecorded: true };
}

function goOn({ command, file, runId }: ImprovementWork): string {
  return `polyprompt ${command} ${file} --resume ${runId}`;
}

function stopped(work: ImprovementWork): number {
  tell(`Stopped. Go on with: ${goOn(work)}\n`);
  return exitCodes.interrupted;
}

function told(
  { result, outcome }: ImproveEnd,
  work: ImprovementWork,
  report: (result: ImproveResult) => number,
): number {
  if (result) {
    const code = report(result);
    print(`run ${work.runId}\n`);
    return code;
  }
  if (outcome === 'submitted') {
    tell(`The held-out rows are with batch jobs. Look for their answers with: ${goOn(work)}\n`);
    return exitCodes.done;
  }
  tell(`It ended before it had a result. Go on with: ${goOn(work)}\n`);
  return outcome === 'budget' ? exitCodes.budget : exitCodes.providerErrors;
}

/** The exit code of a result: nothing better found is an ordinary end. */
export function codeOf(result: ImproveResult): number {
  const isUnusable = result.ended === 'no-answer' || result.ended === 'no-form';
  return isUnusable && !result.offered ? exitCodes.providerErrors : exitCodes.done;
}

/** Prints an edit, line by line. */
export function printEdit(file: string, before: string, after: string): void {
  const [was, is] = [before.split('\n'), after.split('\n')];
  print(`\n${path.basename(file)}\n`);
  for (const line of was) if (!is.includes(line)) print(`- ${line}\n`);
  for (const line of is) if (!was.includes(line)) print(`+ ${line}\n`);
  print('\n');
}
