import { improveAnswer } from '../../../core/agent/answers/improveAnswer.ts';
import type { improvePrompt as definition } from '../../../core/agent/tools/improvePrompt.ts';
import type { Suite } from '../../../core/dataset/suite.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { defined } from '../../../core/jsonRead.ts';
import { normalizeModelName } from '../../../core/models/modelName.ts';
import { parseModelRef } from '../../../core/models/modelRef.ts';
import { promptVersionOf } from '../../../core/plan/promptVersion.ts';
import { laneLimits } from '../../../core/providers/lanes/laneLimits.ts';
import { costOfRun } from '../../../core/results/summary.ts';
import { requireAnyTarget } from '../../../core/routing/requireTarget.ts';
import type { Engine } from '../../engine.ts';
import { readNamedFile } from '../../files/readNamedFile.ts';
import { estimateImprovement } from '../../improve/improveEstimate.ts';
import { headOfRun, newHead } from '../../improve/improveHead.ts';
import { type ImprovableSuite, improvableSuite } from '../../improve/improveTask.ts';
import { type ImproveWork, runImprove } from '../../improve/runImprove.ts';
import { SuiteServers } from '../../mcp/suiteServers.ts';
import { newRunId } from '../../records/journal.ts';
import { runEndOf } from '../../records/runEnd.ts';
import { readRun } from '../../runs/readRun.ts';
import type { RunSession } from '../../runs/runSession.ts';
import { promptTextOpener } from '../../suites/workspaceSuiteFiles.ts';
import type { AgentCall } from '../agentContext.ts';
import { type AgentMeans, freshMarks, leftToday } from '../agentMeans.ts';
import { readAgentSuite, routesOf } from '../agentSuite.ts';
import { allow } from '../allowance.ts';
import { fileInFolder } from '../fileInFolder.ts';
import { requireNoOtherRun } from '../otherRuns.ts';
import { requireRecorded } from '../requireRecorded.ts';
import { workOfSession } from '../runDesk.ts';
import { storageOf } from '../storageOf.ts';
import type { Carries } from '../toolWork.ts';
import { usualWait } from '../usualWait.ts';

/** Calls of an improvement for which the agent names no limit, and how often each held-out row is asked. */
const usualCalls = 300;
const usualDraws = 2;

type Asked = Parameters<typeof improvePrompt>[1];

/** Starts an improvement, goes on with a stored one, or waits for one under way, and tells what it came to. */
export const improvePrompt: Carries<typeof definition> = async (means, asked, call) => {
  const { context, runs } = means;
  const storage = storageOf(context.folder);
  const isNew = asked.run === undefined;
  const known = asked.run ?? '';
  const isOpen = isNew || (!runs.isUnderWay(known) && isUnfinished(storage, known));
  const runId = isOpen ? await start(means, asked, call) : known;
  await runs.wait(runId, { seconds: asked.wait_seconds ?? usualWait, stopsOnAbort: isNew }, call);
  const state = runs.stateOf(storage, runId);
  if (!state?.improve)
    throw new PolypromptError('invalid-arguments', 'There is no such improvement here.', {
      hint: 'Leave `run` out to start one.',
    });
  const end = runs.isUnderWay(runId) ? 'running' : runEndOf(storage, state);
  return improveAnswer({ state, end, marks: freshMarks(), leftToday: leftToday(means) });
};

function isUnfinished(storage: string, runId: string): boolean {
  const state = readRun(storage, runId);
  return state?.improve !== undefined && ['unfinished', 'cancelled'].includes(runEndOf(storage, state));
}

async function start(means: AgentMeans, asked: Asked, call: AgentCall): Promise<string> {
  const { context, account, runs } = means;
  const engine = context.engine();
  const storage = storageOf(context.folder);
  const { name, suite } = await readAgentSuite(context, engine, asked.suite);
  const work = workOf(means, engine, { name, suite, asked });
  const routes = await routesOf(context, engine);
  const { improvable, head, runId } = work;
  requireAnyTarget([improvable.target.model, head.reflect], routes, (id) => engine.registry.resolve(id));
  const openText = promptTextOpener(context.folder);
  const estimate = await estimateImprovement(work, { ...engine, routes, storage, openText });
  requireNoOtherRun(storage, name);
  const before = readRun(storage, runId);
  const allowance = allow(
    {
      what: `Improve the prompt of ${name}`,
      estimate,
      maxCost: asked.max_cost,
      maxCalls: asked.max_calls,
      ...(before ? { spentBefore: costOfRun(before).amount } : {}),
    },
    { limits: context.limits(), account, consent: call.consent },
  );
  const { promise, resolve, reject } = Promise.withResolvers<RunSession>();
  const lanes = laneLimits(defined({ ofSuite: suite.concurrency }));
  const carriedOut = runImprove(
    {
      ...engine,
      storage,
      distFolder: context.distFolder,
      routes,
      openText,
      lanes,
      whenDiskIsFull: 'finish',
      onStorageFailure: () => {},
      onSession: resolve,
      ...defined({ servers: SuiteServers.recorded(suite.recordings) }),
    },
    { ...work, estimate },
  );
  carriedOut.catch(reject);
  const session = await promise;
  requireRecorded(session, allowance);
  const close = () =>
    carriedOut.then(
      () => allowance.settle(session.cost),
      () => allowance.settle(session.cost),
    );
  runs.add(runId, workOfSession(session, close), session);
  return runId;
}

interface Wanted {
  readonly name: string;
  readonly suite: Suite;
  readonly asked: Asked;
}

function workOf(
  { context, account }: AgentMeans,
  { environment }: Engine,
  { name, suite, asked }: Wanted,
): ImproveWork {
  const { folder } = context;
  const storage = storageOf(folder);
  const known = asked.run === undefined ? undefined : headOfRun(storage, asked.run);
  const improvable = improvableSuite(suite, {
    target: known?.target ?? asked.target,
    read: (file) => readNamedFile(fileInFolder(folder, file).place, 'Check the path of the prompt.'),
  });
  const runId = asked.run ?? newRunId(environment.clock.wallTime(), environment.random);
  const { perCall, perDay } = context.limits();
  const maxCost = Math.min(perCall, account.left(perDay), asked.max_cost ?? Number.POSITIVE_INFINITY);
  const wishes = {
    reflect: reflectOf(improvable, asked.reflect),
    draws: usualDraws,
    maxCalls: asked.max_calls ?? usualCalls,
    maxCost,
    ...(asked.shorter ? { shorter: true as const } : {}),
  };
  const head = known ?? newHead(improvable, wishes, { folder, storage, name });
  return { runId, name, promptVersion: promptVersionOf(suite), improvable, head };
}

function reflectOf({ suite, target }: ImprovableSuite, wished: string | undefined): string {
  const model = wished ?? suite.judge ?? target.model;
  if (parseModelRef(model)) return normalizeModelName(model);
  throw new PolypromptError('invalid-arguments', 'The argument reflect is no model.', {
    hint: 'Write provider/model, for example openai/gpt-5.6-sol.',
  });
}
