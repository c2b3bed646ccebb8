import { type GapContext, gapMessages } from '../../core/cases/coverage/gapRequest.ts';
import type { Gap } from '../../core/cases/coverage/gaps.ts';
import type { GapAnswer } from '../../core/cases/coverage/readGapRows.ts';
import { hashJson } from '../../core/hash.ts';
import { planRun, targetsFor } from '../../core/plan/plan.ts';
import { estimateRun, type RunEstimate } from '../../core/pricing/estimateRun.ts';
import type { RunPlan } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import type { Engine } from '../engine.ts';
import { newRunId } from '../records/journal.ts';
import { RunSession } from '../runs/runSession.ts';
import type { SessionContext } from '../runs/sessionContext.ts';

/** Room for ten long inputs. */
const parameters = { maxOutputTokens: 4_000 };

/** A request for each gap, as one run, and what it may cost. */
export interface FillingPlan {
  readonly plan: RunPlan;
  readonly gaps: readonly Gap[];
  readonly estimates: readonly RunEstimate[];
}

/** Plans the requests to a writer. Nothing is sent. */
export function planFilling(
  { environment, catalog }: Pick<Engine, 'environment' | 'catalog'>,
  gaps: readonly Gap[],
  { about, model, name }: { readonly about: GapContext; readonly model: string; readonly name: string },
): FillingPlan {
  const cases = gaps.map((gap) => {
    const messages = gapMessages(gap, about);
    return { caseId: hashJson([gap.name, about.prompt]).slice(0, 16), inputs: { gap: gap.name }, messages };
  });
  const plan = planRun({
    runId: newRunId(environment.clock.wallTime(), environment.random),
    prompt: name,
    promptVersion: hashJson(about.prompt).slice(0, 12),
    targets: targetsFor([model], parameters),
    cases,
  });
  const estimates = cases.map(({ messages }) => estimateRun({ messages, parameters, models: [model], catalog }));
  return { plan, gaps, estimates };
}

/** Asks the writer; the answers of gaps that failed are left out. */
export async function askWriter(
  context: SessionContext,
  { plan, gaps }: FillingPlan,
  onSession: (session: RunSession) => void = () => {},
): Promise<{ readonly answers: readonly GapAnswer[]; readonly state: RunState }> {
  const session = RunSession.start(context, plan);
  onSession(session);
  await session.ended();
  const { state } = session;
  const answers = state.plan.flatMap(({ id, inputs }): readonly GapAnswer[] => {
    const cell = state.cells[id];
    const gap = gaps.find(({ name }) => name === inputs['gap']);
    return gap && cell?.status === 'done' ? [{ gap, text: cell.text }] : [];
  });
  return { answers, state };
}
