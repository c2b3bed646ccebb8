import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { looksSentence, proposalLine, resultText } from '../../core/improve/improveText.ts';
import { defined } from '../../core/jsonRead.ts';
import { normalizeModelName } from '../../core/models/modelName.ts';
import { parseModelRef } from '../../core/models/modelRef.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { requireAnyTarget } from '../../core/routing/requireTarget.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import type { ImproveResult } from '../../core/run/improveResult.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { estimateImprovement } from '../../node/improve/improveEstimate.ts';
import { headOfRun, newHead } from '../../node/improve/improveHead.ts';
import { type ImprovableSuite, improvableSuite } from '../../node/improve/improveTask.ts';
import { type ImproveContext, type ImproveEnd, replayImprove, runImprove } from '../../node/improve/runImprove.ts';
import { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { newRunId } from '../../node/records/journal.ts';
import { promptTextOpener } from '../../node/suites/workspaceSuiteFiles.ts';
import { agreeToImprove } from '../inputs/agreeToImprove.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { loadSuite } from '../inputs/loadSuitePlan.ts';
import { suiteWithTierModels } from '../inputs/modelsOfTiers.ts';
import { routesFor } from '../inputs/routes.ts';
import { findRun, runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { improveJson } from '../outputs/improveJson.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { RecordWatch } from '../terminal/recordWatch.ts';
import { print, tell } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';

export interface ImproveOptions {
  readonly reflect?: string;
  readonly target?: string;
  readonly maxCalls?: number;
  readonly maxCost?: number;
  readonly draws: number;
  readonly shorter?: true;
  readonly out?: string;
  readonly resume?: string;
  readonly replay?: string;
  readonly judge?: string;
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly yes?: true;
}

/** The calls of an improvement for which nobody has named a limit. */
const usualCalls = 300;

/** One improvement, new or stored. */
interface Work {
  readonly file: string;
  readonly storage: string;
  readonly runId: string;
  readonly name: string;
  readonly promptVersion: string;
  readonly improvable: ImprovableSuite;
  readonly head: ImproveHead;
}

/** Improves the prompt of a suite and reports; the result is the exit code. */
export async function improveSuite(file: string, options: ImproveOptions): Promise<number> {
  if (options.resume !== undefined && options.replay !== undefined)
    throw new PolypromptError('invalid-arguments', '--resume goes on with a run, --replay only reads one.', {
      hint: 'Give one of them.',
    });
  const context = createContext(options);
  const work = await workOf(context, file, options);
  const folder = findWorkspaceFolder(path.resolve(file));
  const openText = promptTextOpener(folder, { given: path.resolve(file) });
  if (options.replay !== undefined) return report(await replayed(work, openText), work, options);
  const routes = await routesFor(context, file);
  requireAnyTarget([work.improvable.target.model, work.head.reflect], routes, (id) => context.registry.resolve(id));
  const outlook = { ...context, routes, storage: work.storage, openText };
  const estimate = await estimateImprovement(work, outlook);
  agreeToImprove(work.head, estimate, options);
  const record = new RecordWatch(`polyprompt improve ${file} --resume ${work.runId}`);
  const { concurrency, maxConcurrency } = options;
  let interrupted = () => false;
  const end = await runImprove(
    {
      ...context,
      storage: work.storage,
      routes,
      openText,
      distFolder: import.meta.dirname,
      lanes: laneLimits(defined({ concurrency, maxConcurrency, ofSuite: work.improvable.suite.concurrency })),
      ...defined({ servers: SuiteServers.recorded(work.improvable.suite.recordings) }),
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
  return record.exitCode(interrupted() ? stopped(end, file) : report(end, work, options));
}

async function workOf(context: CliContext, file: string, options: ImproveOptions): Promise<Work> {
  const loaded = await loadSuite(file);
  const suite = await suiteWithTierModels(context, { ...loaded, ...defined({ judge: options.judge }) });
  const storage = storageFor(file);
  const stored = options.resume ?? options.replay;
  const runId =
    stored === undefined
      ? newRunId(context.environment.clock.wallTime(), context.environment.random)
      : findRun(storage, stored).runId;
  const known = stored === undefined ? undefined : headOfRun(storage, runId);
  const folder = findWorkspaceFolder(path.resolve(file));
  const improvable = improvableSuite(suite, {
    target: known?.target ?? options.target,
    read: (name) => readNamedFile(path.resolve(folder, name), 'Check the path of the prompt.'),
  });
  const head = known ?? newHead(improvable, wishesOf(options, improvable), { folder, storage, name: runNameOf(file) });
  return { file, storage, runId, name: runNameOf(file), promptVersion: promptVersionOf(suite), improvable, head };
}

function wishesOf({ reflect, draws, maxCalls, maxCost, shorter }: ImproveOptions, { suite, target }: ImprovableSuite) {
  const model = reflect ?? suite.judge ?? target.model;
  if (!parseModelRef(model))
    throw new PolypromptError('invalid-arguments', `--reflect ${model} is no model.`, {
      hint: 'Write provider/model, for example openai/gpt-5.6-sol.',
    });
  const calls = maxCalls ?? (maxCost === undefined ? usualCalls : undefined);
  return { reflect: normalizeModelName(model), draws, ...defined({ maxCalls: calls, maxCost, shorter }) };
}

async function replayed(work: Work, openText: ImproveContext['openText']): Promise<ImproveEnd> {
  const result = await replayImprove({ openText }, work);
  return { outcome: result ? 'done' : 'cancelled', result, runId: work.runId, isRecorded: true };
}

function stopped({ runId }: ImproveEnd, file: string): number {
  tell(`Stopped. Go on with: polyprompt improve ${file} --resume ${runId}\n`);
  return exitCodes.interrupted;
}

function report({ result, outcome, runId }: ImproveEnd, work: Work, { out }: ImproveOptions): number {
  if (!result) return unfinished(outcome, work, runId);
  for (const line of resultText(result)) print(`${line}\n`);
  const looks = looksSentence((work.head.earlierLooks ?? 0) + 1);
  if (looks !== '' && result.finalists.length > 0) print(`${looks}\n`);
  printEdit(result, work.improvable.start.path);
  print(`run ${runId}\n`);
  if (out !== undefined)
    writeOutput(out, `${JSON.stringify(improveJson(result, work), null, 2)}\n`, 'Choose another file.');
  return result.ended === 'no-answer' && !result.offered ? exitCodes.providerErrors : exitCodes.done;
}

function unfinished(outcome: ImproveEnd['outcome'], { file }: Work, runId: string): number {
  tell(`It ended before it had a result. Go on with: polyprompt improve ${file} --resume ${runId}\n`);
  return outcome === 'budget' ? exitCodes.budget : exitCodes.providerErrors;
}

/** The edit, line by line. */
function printEdit({ offered, start }: ImproveResult, file: string): void {
  if (!offered) return;
  const [before, after] = [start.text.split('\n'), offered.text.split('\n')];
  print(`\n${path.basename(file)}\n`);
  for (const line of before) if (!after.includes(line)) print(`- ${line}\n`);
  for (const line of after) if (!before.includes(line)) print(`+ ${line}\n`);
  print('\n');
}
