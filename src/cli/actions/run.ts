import path from 'node:path';
import type { ScriptPorts } from '../../core/grading/grader.ts';
import { defined } from '../../core/jsonRead.ts';
import { requireAnyTarget } from '../../core/routing/requireTarget.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { openRecordings } from '../../core/routing/suiteServers.ts';
import type { RunPlan } from '../../core/run/events.ts';
import { namesOfServers } from '../../core/tools/mcp/serverTool.ts';
import type { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { newRunId } from '../../node/records/journal.ts';
import { RunSession } from '../../node/runs/runSession.ts';
import { sandboxIn } from '../../node/runs/suiteGrading.ts';
import type { LoadedPrompt } from '../../node/suites/loadPrompt.ts';
import { modelsOfTiers } from '../../node/suites/modelsOfTiers.ts';
import { loadProject } from '../../node/suites/projectFiles.ts';
import { type LoadedVariant, loadVariants, planLoadedVariants } from '../../node/suites/promptVariants.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { loadPrompt, reportProblems, requireInputs } from '../inputs/loadPrompt.ts';
import { reportProblems as reportSuiteProblems } from '../inputs/loadSuitePlan.ts';
import { modelsOf } from '../inputs/modelsOf.ts';
import { routesFor } from '../inputs/routes.ts';
import { type McpOptions, ServersInTerminal } from '../inputs/serversInTerminal.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { formatAnswers } from '../reporters/answers.ts';
import { resultLines } from '../reporters/jsonReporter.ts';
import { followProgress } from '../reporters/progress.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { stopOnInterrupt } from '../terminal/interrupt.ts';
import { RecordWatch } from '../terminal/recordWatch.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface RunOptions extends McpOptions {
  readonly model: readonly string[];
  readonly input: readonly string[];
  readonly inputs?: string;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly json?: true;
  readonly jsonl?: true;
}

/** Runs a prompt file and reports; the result is the exit code. */
export async function run(file: string, options: RunOptions): Promise<number> {
  const context = createContext(options);
  const servers = new ServersInTerminal(options, context.environment);
  try {
    return await runWith({ context, servers }, file, options);
  } finally {
    await servers.dispose();
  }
}

/** The means of one command. */
interface Means {
  readonly context: CliContext;
  readonly servers: ServersInTerminal;
}

async function runWith({ context, servers }: Means, file: string, options: RunOptions): Promise<number> {
  const prompt = await loadPrompt(file, options);
  reportProblems(prompt, tell);
  requireInputs(prompt);
  const models = await modelsOfTiers(context, modelsOf(prompt, options.model), prompt.workspaceFolder);
  const routes = await routesFor(context, file);
  requireAnyTarget(models, routes, (id) => context.registry.resolve(id));
  const variants = await loadVariants(prompt, models, (variant) => loadPrompt(variant, options));
  for (const { prompt: variant } of variants) {
    if (variant === prompt) continue;
    reportProblems(variant, tell);
    requireInputs(variant);
  }
  const started = await startServers(servers, variants);
  const record = new RecordWatch();
  const sandbox = sandboxIn(import.meta.dirname);
  const scripts = { sandbox };
  const run = { ...context, routes, record, scripts, ...defined({ servers: started }) };
  const session = startSession(run, prompt, { ...options, models, variants });
  const interrupted = stopOnInterrupt(session);
  if (!options.json && !options.jsonl) followProgress(session, process.stderr);
  await session.ended();
  await sandbox.dispose();
  servers.save(file);
  report(session, options);
  if (interrupted()) return exitCodes.interrupted;
  const isDone = Object.values(session.state.cells).every((cell) => cell.status === 'done');
  return record.exitCode(isDone ? exitCodes.done : exitCodes.modelFailed);
}

/** Starts the MCP servers that the prompt or its variants use, where they are not played back. */
async function startServers(
  servers: ServersInTerminal,
  variants: readonly LoadedVariant[],
): Promise<SuiteServers | undefined> {
  const [main] = variants;
  const names = namesOfServers(variants.map(({ prompt }) => prompt.document.toolSettings));
  if (!main || names.length === 0) return undefined;
  const { file, workspaceFolder } = main.prompt;
  const { recordings, problems } = await openRecordings(path.resolve(file), workspaceSuiteFiles(workspaceFolder));
  reportSuiteProblems(problems);
  const { mcpServers: project } = await loadProject(workspaceFolder);
  return servers.start({ names, recordings, project }, file);
}

interface RunContext extends CliContext {
  readonly routes: RouteBook;
  readonly record: RecordWatch;
  readonly scripts: ScriptPorts;
  readonly servers?: SuiteServers;
}

interface ToRun {
  readonly models: readonly string[];
  readonly variants: readonly LoadedVariant[];
}

function startSession(
  { record, ...context }: RunContext,
  prompt: LoadedPrompt,
  options: Pick<RunOptions, 'jsonl'> & ToRun,
): RunSession {
  const plan = planOf(context, prompt, options);
  const session = RunSession.start(
    {
      ...context,
      storage: storageFor(prompt.file),
      whenDiskIsFull: record.whenDiskIsFull,
      onStorageFailure: record.onStorageFailure,
      onTakenOver: record.onTakenOver,
    },
    plan,
  );
  if (options.jsonl) {
    const write = (event: unknown) => printJson(event);
    write({ type: 'run-started', at: session.state.startedAt, ...plan });
    session.subscribe(write);
  }
  return session;
}

function planOf(
  context: Pick<RunContext, 'environment' | 'servers'>,
  prompt: LoadedPrompt,
  { models, variants }: ToRun,
): RunPlan {
  const run = {
    runId: newRunId(context.environment.clock.wallTime(), context.environment.random),
    prompt: runNameOf(prompt.file),
    ...defined({ servers: context.servers?.known }),
  };
  return planLoadedVariants(run, models, variants);
}

function report({ state, isRecorded }: RunSession, options: RunOptions): void {
  if (options.jsonl) return;
  if (options.json) printJson(resultLines(state), 2);
  else print(formatAnswers(state, { isRecorded }));
}
