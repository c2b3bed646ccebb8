import { runAnswer } from '../../../core/agent/answers/runAnswer.ts';
import type { runEvals as definition } from '../../../core/agent/tools/runEvals.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { defined } from '../../../core/jsonRead.ts';
import { planSuite, type SuitePlan } from '../../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../../core/plan/suiteOfRun.ts';
import { laneLimits } from '../../../core/providers/lanes/laneLimits.ts';
import { costOfRun } from '../../../core/results/summary.ts';
import type { RunState } from '../../../core/run/state.ts';
import { ResponseCache } from '../../cache/responseCache.ts';
import type { Engine } from '../../engine.ts';
import { SuiteServers } from '../../mcp/suiteServers.ts';
import { withListedPrices } from '../../runs/listedPrices.ts';
import { readRun } from '../../runs/readRun.ts';
import { RunSession } from '../../runs/runSession.ts';
import type { SessionContext } from '../../runs/sessionContext.ts';
import { createSuiteGrading } from '../../runs/suiteGrading.ts';
import type { AgentCall } from '../agentContext.ts';
import type { AgentMeans } from '../agentMeans.ts';
import { type AgentSuite, planAgentSuite, problemsIn, readAgentSuite, routesOf } from '../agentSuite.ts';
import { type Allowance, allow } from '../allowance.ts';
import { requireNoOtherRun } from '../otherRuns.ts';
import { requireRecorded } from '../requireRecorded.ts';
import { workOfSession } from '../runDesk.ts';
import { runToTell } from '../runToTell.ts';
import { storageOf } from '../storageOf.ts';
import { suiteOutlook } from '../suiteOutlook.ts';
import type { Carries } from '../toolWork.ts';
import { usualWait } from '../usualWait.ts';

/** Starts a run of a suite, or goes on with one, and waits some seconds for it. */
export const runEvals: Carries<typeof definition> = async (means, asked, call) => {
  const { context, runs } = means;
  const storage = storageOf(context.folder);
  const plain = context.engine();
  const started = asked.resume === undefined ? undefined : storedRun(storage, asked.resume);
  const planned = started
    ? await planAgain(means, plain, { suite: asked.suite, stored: started })
    : await planAgentSuite(context, plain, asked);
  const engine = await withListedPrices(plain, planned);
  const runId = await start(means, engine, { ...planned, ...defined({ stored: started }) }, { asked, call });
  await runs.wait(runId, { seconds: asked.wait_seconds ?? usualWait, stopsOnAbort: true }, call);
  return runAnswer(await runToTell(means, runId), {});
};

type Asked = Parameters<typeof runEvals>[1];

interface Start extends AgentSuite {
  readonly stored?: RunState;
}

async function start(
  means: AgentMeans,
  engine: Engine,
  run: Start,
  { asked, call }: { readonly asked: Asked; readonly call: AgentCall },
): Promise<string> {
  const { context, account, runs } = means;
  const { name, suite, planned, stored } = run;
  const storage = storageOf(context.folder);
  const cache = new ResponseCache(storage);
  const grading = createSuiteGrading({ distFolder: context.distFolder, allowScripts: true, storage }, suite, planned);
  const close = async () => {
    await grading.dispose();
    cache.close();
  };
  try {
    const { estimate } = await suiteOutlook(means, engine, { ...run, planned: openPart(planned, stored), cache });
    // From here to the start nothing is waited for, so that of two calls at once the second finds the run of the first.
    if (!asked.alongside) requireNoOtherRun(storageOf(context.folder), name);
    const allowance = allow(
      {
        what: `Run ${name}`,
        estimate,
        maxCost: asked.max_cost,
        maxCalls: asked.max_calls,
        ...(stored ? { spentBefore: costOfRun(stored).amount } : {}),
      },
      { limits: context.limits(), account, consent: call.consent },
    );
    const session = startSession(
      { ...sessionContext(context.folder, engine, run), cache, grading, ...limitsOf(allowance) },
      run,
    );
    requireRecorded(session, allowance);
    const work = workOfSession(session, async () => {
      allowance.settle(session.cost);
      await close();
    });
    runs.add(session.runId, work, session);
    return session.runId;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a resumed run has still to ask, so that only this is estimated. */
function openPart(planned: SuitePlan, stored: RunState | undefined): SuitePlan {
  if (!stored) return planned;
  const cells = planned.plan.cells.filter(({ id }) => stored.cells[id]?.status !== 'done');
  return { ...planned, plan: { ...planned.plan, cells } };
}

function limitsOf({ maxCost, maxCalls }: Allowance): Pick<SessionContext, 'maxCost' | 'maxCalls'> {
  return defined({ maxCost, maxCalls });
}

function sessionContext(folder: string, engine: Engine, { suite, routes }: AgentSuite) {
  return {
    ...engine,
    storage: storageOf(folder),
    routes,
    lanes: laneLimits(defined({ ofSuite: suite.concurrency })),
    whenDiskIsFull: 'finish',
    onStorageFailure: () => {},
    // Nobody but a person may start a server, so calls of tools are answered by what is recorded.
    ...defined({ servers: SuiteServers.recorded(suite.recordings) }),
  } as const satisfies SessionContext;
}

function startSession(context: SessionContext, { planned, stored }: Start): RunSession {
  if (!stored) return RunSession.start(context, planned.plan);
  const session = RunSession.resume(context, stored.runId);
  if (session) return session;
  throw new PolypromptError('invalid-arguments', 'The run is gone.', { hint: 'Start it anew, without `resume`.' });
}

function storedRun(storage: string, runId: string): RunState {
  const state = readRun(storage, runId);
  if (state?.kind === 'eval') return state;
  throw new PolypromptError('invalid-arguments', 'There is no such run of a suite.', {
    hint: 'Leave `resume` out to start a new one.',
  });
}

/** The suite as it is now, with the plan of a stored run. */
async function planAgain(
  { context }: Pick<AgentMeans, 'context'>,
  engine: Engine,
  { suite: named, stored }: { readonly suite: string; readonly stored: RunState },
): Promise<AgentSuite> {
  const { name, suite: now } = await readAgentSuite(context, engine, named);
  if (name !== stored.prompt)
    throw new PolypromptError('invalid-arguments', `Run ${stored.runId} is no run of ${name}.`, {
      hint: 'Name its own suite, or start a new run without `resume`.',
    });
  const suite = suiteOfRun(now, stored);
  const plan = planSuite(suite, { runId: stored.runId, name, promptVersion: stored.promptVersion });
  const problems = problemsIn(context.folder, [...suite.problems, ...plan.problems]);
  return {
    name,
    suite,
    planned: { ...plan, plan: { ...plan.plan, problems } },
    routes: await routesOf(context, engine),
  };
}
