import { runAnswer } from '../../../core/agent/answers/runAnswer.ts';
import type { runPrompt as definition } from '../../../core/agent/tools/runPrompt.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { defined } from '../../../core/jsonRead.ts';
import { requireAnyTarget } from '../../../core/routing/requireTarget.ts';
import type { RunPlan } from '../../../core/run/events.ts';
import type { Engine } from '../../engine.ts';
import { newRunId } from '../../records/journal.ts';
import { withListedPrices } from '../../runs/listedPrices.ts';
import { RunSession } from '../../runs/runSession.ts';
import { sandboxIn } from '../../runs/suiteGrading.ts';
import type { LoadedPrompt } from '../../suites/loadPrompt.ts';
import { modelsOfTiers } from '../../suites/modelsOfTiers.ts';
import { type LoadedVariant, planLoadedVariants } from '../../suites/promptVariants.ts';
import type { AgentCall } from '../agentContext.ts';
import type { AgentMeans } from '../agentMeans.ts';
import { loadAgentPrompt, loadAgentVariants, placeInPrompt } from '../agentPrompt.ts';
import { routesOf } from '../agentSuite.ts';
import { allow } from '../allowance.ts';
import { requireRecorded } from '../requireRecorded.ts';
import { workOfSession } from '../runDesk.ts';
import { runToTell } from '../runToTell.ts';
import { storageOf } from '../storageOf.ts';
import { suiteOutlook } from '../suiteOutlook.ts';
import type { Carries } from '../toolWork.ts';
import { usualWait } from '../usualWait.ts';

/** Runs one prompt on some models, without checks. */
export const runPrompt: Carries<typeof definition> = async (means, asked, call) => {
  const { context, runs } = means;
  const engine = context.engine();
  const prompt = await loadAgentPrompt(context.folder, asked);
  const models = await modelsOfTiers(engine, asked.models ?? modelsOf(prompt), context.folder);
  const variants = await loadAgentVariants(prompt, models, asked);
  for (const variant of variants) requireReady(variant.prompt);
  const plan = planOf(engine, prompt, { models, variants });
  const runId = await start(means, engine, { plan, models, asked, call });
  await runs.wait(runId, { seconds: asked.wait_seconds ?? usualWait, stopsOnAbort: true }, call);
  return runAnswer(await runToTell(means, runId), { only: 'all' });
};

interface Start {
  readonly plan: RunPlan;
  readonly models: readonly string[];
  readonly asked: Parameters<typeof runPrompt>[1];
  readonly call: AgentCall;
}

async function start(means: AgentMeans, plain: Engine, { plan, models, asked, call }: Start): Promise<string> {
  const { context, account, runs } = means;
  const routes = await routesOf(context, plain);
  requireAnyTarget(models, routes, (id) => plain.registry.resolve(id));
  const planned = { plan, caseOf: new Map() };
  const engine = await withListedPrices(plain, { planned, routes });
  const { estimate } = await suiteOutlook(means, engine, { suite: {}, planned, routes });
  const allowance = allow(
    { what: `Run ${plan.prompt}`, estimate, maxCost: asked.max_cost, maxCalls: asked.max_calls },
    { limits: context.limits(), account, consent: call.consent },
  );
  const sandbox = sandboxIn(context.distFolder);
  const session = RunSession.start(
    {
      ...engine,
      routes,
      scripts: { sandbox },
      storage: storageOf(context.folder),
      whenDiskIsFull: 'finish',
      onStorageFailure: () => {},
      ...defined({ maxCost: allowance.maxCost, maxCalls: allowance.maxCalls }),
    },
    plan,
  );
  requireRecorded(session, allowance);
  const close = async () => {
    allowance.settle(session.cost);
    await sandbox.dispose();
  };
  runs.add(session.runId, workOfSession(session, close), session);
  return session.runId;
}

function modelsOf({ document, file }: LoadedPrompt): readonly string[] {
  const named = document.models.map(({ value }) => value);
  if (named.length > 0) return named;
  if (document.model) return [document.model.value];
  throw new PolypromptError('invalid-arguments', `${file} names no model.`, {
    hint: 'Give some in `models`, for example ["simulated/terse"].',
  });
}

/** Throws for a prompt with an error, or without a value for a variable. */
function requireReady(prompt: LoadedPrompt): void {
  const error = prompt.problems.find(({ severity }) => severity === 'error');
  if (error) throw new PolypromptError('invalid-prompt', `${placeInPrompt(prompt, error)}: ${error.message}`);
  const { missing } = prompt.rendered;
  if (missing.length > 0)
    throw new PolypromptError('missing-input', `${prompt.file} needs a value for ${missing.join(', ')}.`, {
      hint: 'Give it in `inputs`.',
    });
}

function planOf(
  { environment: { clock, random } }: Engine,
  prompt: LoadedPrompt,
  { models, variants }: { readonly models: readonly string[]; readonly variants: readonly LoadedVariant[] },
): RunPlan {
  const run = { runId: newRunId(clock.wallTime(), random), prompt: prompt.file };
  return planLoadedVariants(run, models, variants);
}
