import { executeCells } from '../../core/execute/execute.ts';
import type { ExecuteContext } from '../../core/execute/executeContext.ts';
import { defined } from '../../core/jsonRead.ts';
import { planCell, targetsFor } from '../../core/plan/plan.ts';
import { classNamedIn, classQuestion } from '../../core/routing/classQuestion.ts';
import type { PlannedCell, RunEvent, RunOutcome } from '../../core/run/events.ts';
import type { ReplayRow } from '../../core/simulation/replayRows.ts';
import { type ToldClass, type ToldClasses, toldKey } from '../../core/simulation/toldClasses.ts';

export interface AskedClasses {
  /** The classes that were told now. */
  readonly told: ToldClasses;
  readonly outcome: RunOutcome;
  /** The first failure, where the class of some requests was not told. */
  readonly failure?: string;
}

/** The questions that a classifier has not been asked yet: one for each request of the cases, however often it is repeated. */
export function openQuestions(
  model: string,
  rows: readonly ReplayRow[],
  known: ToldClasses,
): ReadonlyMap<string, PlannedCell> {
  const open = new Map<string, PlannedCell>();
  const [target] = targetsFor([model], {});
  for (const { planned } of rows) {
    const key = toldKey(model, planned.messages);
    if (!target || known.has(key) || open.has(key)) continue;
    const { caseId, inputs, messages } = planned;
    open.set(key, planCell({ caseId, inputs, messages: classQuestion(messages) }, target, 0));
  }
  return open;
}

/**
 * Asks a model how hard each of these requests is, in the way of a run: by lanes, within the budget, and from the cache where it was asked
 * before.
 */
export async function askClasses(
  context: Omit<ExecuteContext, 'emit'>,
  model: string,
  questions: ReadonlyMap<string, PlannedCell>,
): Promise<AskedClasses> {
  const keys = new Map([...questions].map(([key, { id }]) => [id, key]));
  const told = new Map<string, ToldClass>();
  let failure: string | undefined;
  const emit = (event: RunEvent) => {
    if (event.type === 'cell-failed') failure ??= event.error.message;
    if (event.type !== 'cell-done') return;
    const { answer, cost, timing } = event;
    const known = cost === null || cost.atLeast ? {} : { cost: cost.amount };
    told.set(keys.get(event.cell) ?? '', {
      class: classNamedIn(answer),
      ...known,
      totalMs: Math.round(timing.totalMs),
    });
  };
  const { ended } = executeCells(
    { ...context, emit },
    { targets: targetsFor([model], {}), cells: [...questions.values()] },
  );
  const outcome = await ended;
  return { told, outcome, ...defined({ failure }) };
}
