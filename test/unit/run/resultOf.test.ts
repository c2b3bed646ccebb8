import assert from 'node:assert/strict';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import type { CellResult, RunEvent } from '../../../src/core/run/events.ts';
import { modelOfTarget } from '../../../src/core/run/modelOfTarget.ts';
import { resultOf } from '../../../src/core/run/resultOf.ts';
import { cellOfRequest, requestIdAfter } from '../../../src/core/run/roundCall.ts';
import { foldAll } from '../../../src/core/run/state.ts';

const targets = [...targetsFor(['b/two'], {}), { id: 'labelled', model: 'a/one', parameters: {} }];
const plan = planRun({
  runId: 'r1',
  prompt: 'p.prompt',
  promptVersion: 'v',
  targets,
  cases: [{ caseId: 'c', inputs: {}, messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] }],
});
const cell = plan.cells.find(({ target }) => target === 'labelled');
assert.ok(cell);
const id = cell.id;
const started: readonly RunEvent[] = [
  { type: 'run-started', at: 0, ...plan },
  { type: 'cell-started', cell: id, at: 1, target: 'labelled', attempt: 1 },
];

const plain: CellResult = {
  target: 'labelled',
  model: 'a/one',
  answer: 'Hello',
  toolCalls: [],
  usage: null,
  cost: null,
  servedModel: null,
  requestId: null,
  finishReason: 'stop',
  rawFinishReason: null,
  timing: { firstTokenMs: 1, totalMs: 4 },
  attempts: 1,
  warnings: [],
};

/** The result that the state of a run gives back after these events. */
function resultAfter(...events: readonly RunEvent[]): CellResult | undefined {
  const run = foldAll([...started, ...events]);
  const state = run?.cells[id];
  assert.ok(run && state);
  return resultOf(run, state);
}

describe('the result of a cell, from the state of its run', () => {
  it('is the one that came, with nothing for what nobody told', () => {
    assert.deepEqual(resultAfter({ type: 'cell-done', cell: id, at: 5, ...plain }), plain);
  });

  it('is the one that came, with all that was told', () => {
    const whole: CellResult = {
      ...plain,
      reasoning: 'Hm.',
      toolCalls: [{ id: '1', name: 'look', input: {} }],
      usage: { inputTokens: 3, outputTokens: 2 },
      cost: { amount: 1, basis: 'reported', atLeast: false },
      servedModel: 'one-2026-01-01',
      isFallback: false,
      requestId: 'q',
      rawFinishReason: 'end',
      attempts: 2,
      warnings: [{ field: 'seed', action: 'dropped', message: 'It was not sent.' }],
      cached: true,
    };
    assert.deepEqual(resultAfter({ type: 'cell-done', cell: id, at: 5, ...whole }), whole);
  });

  it('keeps the reasoning that was streamed where the end holds none', () => {
    const thought: readonly RunEvent[] = ['Let me', ' see.'].map((reasoning) => ({
      type: 'cell-delta',
      cell: id,
      at: 2,
      reasoning,
    }));
    assert.equal(resultAfter(...thought, { type: 'cell-done', cell: id, at: 5, ...plain })?.reasoning, 'Let me see.');
  });

  it('is nothing before the end, and nothing for a failure', () => {
    assert.equal(resultAfter(), undefined);
    assert.equal(resultAfter({ type: 'cell-delta', cell: id, at: 2, text: 'Hel' }), undefined);
  });
});

describe('the names in a run', () => {
  it('lead from a label to its model', () => {
    assert.deepEqual(
      ['labelled', 'b/two', 'gone/model'].map((target) => modelOfTarget({ targets }, target)),
      ['a/one', 'b/two', 'gone/model'],
    );
  });

  it('lead from each request of a cell back to it', () => {
    assert.deepEqual(
      [0, 1, 2].map((rounds) => requestIdAfter('c', rounds)),
      ['c', 'c round 2', 'c round 3'],
    );
    assert.deepEqual(['c', 'c round 2', 'c round 31'].map(cellOfRequest), ['c', 'c', 'c']);
  });
});
