import type { ErrorCode } from '../../src/core/errors.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import type { CellResult, RunEvent } from '../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../src/core/run/state.ts';

/** The behaviour of a model for a prompt. */
export interface Behaviour {
  readonly answer?: string;
  readonly passed?: boolean;
  /** The cost in USD. */
  readonly cost?: number;
  readonly firstTokenMs?: number;
  readonly totalMs?: number;
  readonly atOnce?: number;
  /** The error with which it fails in place of answering. */
  readonly fails?: ErrorCode;
  readonly retryAfterMs?: number;
  readonly finishReason?: CellResult['finishReason'];
}

/** A finished eval: every prompt on every model, as `behave` says. Models are `fake/<name>`. */
export function finishedRun(
  names: readonly string[],
  prompts: readonly string[],
  behave: (model: string, prompt: string) => Behaviour,
): RunState {
  const plan = planRun({
    runId: 'r1',
    prompt: 'suite.eval.yaml',
    promptVersion: 'v',
    targets: targetsFor(
      names.map((name) => `fake/${name}`),
      {},
    ),
    cases: prompts.map((prompt) => ({
      caseId: prompt,
      inputs: { prompt },
      messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
    })),
  });
  const events: RunEvent[] = [{ type: 'run-started', at: 0, ...plan, kind: 'eval' }];
  for (const cell of plan.cells)
    events.push(...endOf(cell.id, cell.target, behave(cell.target.slice('fake/'.length), cell.caseId)));
  const state = foldAll([...events, { type: 'run-ended', runId: 'r1', at: 1, outcome: 'done' }]);
  if (!state) throw new Error('a run has a state');
  return state;
}

function endOf(cell: string, model: string, behaviour: Behaviour): readonly RunEvent[] {
  const {
    answer = 'ok',
    passed,
    cost = 1,
    firstTokenMs = 50,
    totalMs = 100,
    atOnce,
    fails,
    finishReason = 'stop',
    retryAfterMs,
  } = behaviour;
  const shared = {
    cell,
    at: 1,
    target: model,
    model,
    usage: null,
    cost: { amount: cost, basis: 'estimated', atLeast: false } as const,
    timing: { firstTokenMs, totalMs, ...(atOnce === undefined ? {} : { atOnce }) },
    attempts: 1,
  };
  if (fails)
    return [
      {
        ...shared,
        type: 'cell-failed',
        error: {
          code: fails,
          message: '',
          hint: '',
          action: 'retry',
          retryable: true,
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        },
        partial: '',
        cost: null,
      },
    ];
  const done: RunEvent = {
    ...shared,
    type: 'cell-done',
    answer,
    toolCalls: [],
    servedModel: model,
    requestId: null,
    finishReason,
    rawFinishReason: null,
    warnings: [],
  };
  if (passed === undefined) return [done];
  const outcome = passed ? 'pass' : 'fail';
  return [
    done,
    {
      type: 'cell-graded',
      cell,
      at: 1,
      verdict: { outcome, score: passed ? 1 : 0, reason: '', namedScores: {}, checks: [] },
    },
  ];
}
