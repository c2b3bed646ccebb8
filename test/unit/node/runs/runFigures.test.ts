import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { seededRandom } from '../../../../src/core/providers/simulated/seed.ts';
import type { CellState } from '../../../../src/core/run/cellState.ts';
import type { CellRunEvent, RunEvent, RunPlan } from '../../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../../src/core/run/state.ts';
import { believable, piecesOfPlan, readLines } from '../../../../src/node/records/journalLines.ts';
import { summedLine } from '../../../../src/node/records/summedLine.ts';
import { type CellFigures, figuresOf, noFigures, type RunFigures } from '../../../../src/node/runs/runFigures.ts';

const runId = '20260101-000000-aaaa';
const models = ['lab/one', 'lab/two'];

describe('figuresOf', () => {
  it('comes to what a fold of the whole run comes to, whatever happened', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const lines = linesOf(seededRandom(`${seed}`));
      assert.deepEqual(
        figuresOf(believable(lines, noFigures)),
        figuresOfState(foldAll(readLines(lines).events)),
        `seed ${seed}`,
      );
    }
  }).timeout(30_000);

  it('knows no run whose plan was cut off', () => {
    const lines = planLines(planOf(4));
    assert.equal(figuresOf(believable(lines))?.cells.length, 8);
    assert.equal(figuresOf(believable(lines.slice(0, -1))), undefined);
    assert.equal(figuresOf(believable([])), undefined);
  });

  it('reads the plan of older releases, which stands in its first line', () => {
    const lines = [summedLine({ type: 'run-started', at: 1, ...planOf(1) })];
    assert.deepEqual(
      figuresOf(believable(lines))?.cells.map(({ target, isDone }) => [target, isDone]),
      models.map((target) => [target, false]),
    );
  });
});

function figuresOfState(state: RunState | undefined): RunFigures | undefined {
  if (!state) return undefined;
  const { status, startedAt, endedAt, targets, plan, cells } = state;
  return { runId, status, startedAt, endedAt, targets, cells: plan.flatMap(({ id }) => figuresOfCell(cells[id])) };
}

function figuresOfCell(cell: CellState | undefined): CellFigures[] {
  if (!cell) return [];
  const { id, target, status, cached, usage, timing, rounds } = cell;
  const figures = {
    id,
    target,
    mayGoOn: false,
    isDone: status === 'done',
    isCached: cached === true,
    inputTokens: usage?.inputTokens,
    outputTokens: usage?.outputTokens,
    totalMs: timing?.totalMs,
    atOnce: timing?.atOnce,
    earlier: rounds?.map((round) => ({ usage: round.usage, cost: null, timing: round.timing })),
  };
  return [figures];
}

/** A journal in which anything follows anything, with a damaged line here and there. */
function linesOf(random: () => number): string[] {
  const plan = planOf(4);
  const lines = planLines(plan);
  for (let step = 0; step < 60; step++) {
    const line = summedLine(anyEvent(plan, random));
    lines.push(random() < 0.05 ? line.replace('"type"', '"tipe"') : line);
  }
  return lines;
}

function planLines(plan: RunPlan): string[] {
  const text = [...piecesOfPlan({ type: 'run-started', at: 1, ...plan })].join('');
  return text.split('\n').filter((line) => line !== '');
}

function planOf(cases: number): RunPlan {
  return planRun({
    runId,
    prompt: 'a.eval.yaml',
    promptVersion: 'v',
    targets: targetsFor(models, {}),
    cases: Array.from({ length: cases }, (_, index) => ({
      caseId: `c${index}`,
      inputs: {},
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Question ${index}` }] }],
    })),
  });
}

function anyEvent(plan: RunPlan, random: () => number): RunEvent {
  const below = (count: number) => Math.floor(random() * count);
  const at = 2 + below(1000);
  const cells = plan.cells.slice(below(3), plan.cells.length - below(3));
  if (random() < 0.05) return { type: 'run-ended', runId: below(3) === 0 ? 'other' : runId, at, outcome: 'done' };
  if (random() < 0.03) return { type: 'run-changed', runId, at, targets: plan.targets, cells };
  const planned = plan.cells[below(plan.cells.length)] ?? plan.cells[0];
  assert.ok(planned);
  const events = eventsOf({ cell: planned.id, at }, planned.target, below);
  return events[below(events.length)] ?? events[0];
}

function eventsOf(
  mark: { readonly cell: string; readonly at: number },
  target: string,
  below: (count: number) => number,
): readonly [CellRunEvent, ...CellRunEvent[]] {
  const usage =
    below(3) === 0 ? null : { inputTokens: below(100), ...(below(3) === 0 ? {} : { outputTokens: below(100) }) };
  const timing = { totalMs: below(1000), ...(below(2) === 0 ? {} : { atOnce: 1 + below(8) }) };
  const account = { target, model: target, usage, cost: null, timing, attempts: 1 };
  const ended = { toolCalls: [], servedModel: null, requestId: null, finishReason: 'stop' } as const;
  const error = new PolypromptError('provider-error', 'No.').toRecord();
  return [
    { type: 'cell-started', ...mark, target, attempt: 1 + below(2), ...(below(4) === 0 ? { round: 2 } : {}) },
    { type: 'cell-usage', ...mark, usage: { inputTokens: below(100), outputTokens: below(100) } },
    { type: 'cell-warning', ...mark, warning: { field: 'seed', action: 'dropped', message: 'Left out.' } },
    { type: 'cell-retrying', ...mark, attempt: 1, maxAttempts: 3, delayMs: 1, error },
    { type: 'cell-rerouted', ...mark, ask: { model: target, route: 'r', reason: 'retry' }, restarts: below(2) === 0 },
    { type: 'cell-round', ...mark, round: { ...account, ...ended, answer: '' } },
    { type: 'user-turn', ...mark, user: { text: 'And then?', by: 'person' } },
    { type: 'tool-result', ...mark, result: { id: 'a', name: 'b', output: 'c', by: 'rule' } },
    {
      type: 'cell-done',
      ...mark,
      ...account,
      ...ended,
      answer: 'x',
      rawFinishReason: null,
      warnings: [],
      ...(below(4) === 0 ? { cached: true } : {}),
      ...(below(4) === 0 ? { batch: true } : {}),
    },
    { type: 'cell-failed', ...mark, ...account, error, partial: 'x' },
    { type: 'cell-cancelled', ...mark, target, model: target, partial: '' },
    {
      type: 'cell-graded',
      ...mark,
      verdict: { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [] },
    },
  ];
}
