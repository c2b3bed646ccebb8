import assert from 'node:assert/strict';
import type { CellState } from '../../../../src/core/run/cellState.ts';
import type { ToolResult } from '../../../../src/core/run/round.ts';
import { timeFigures } from '../../../../src/webview/panel/figures.ts';
import { calledTools, resultName, stepDetails, stepFigures, stepsOf } from '../../../../src/webview/panel/steps.ts';
import { roundOf } from '../../../support/rounds.ts';

const calls = ['find_order', 'refund', 'find_order'].map((name, index) => ({ id: `c${index}`, name, input: {} }));
const result: ToolResult = { id: 'c0', name: 'find_order', output: '503', isError: true, by: 'script' };
const round = roundOf({
  toolCalls: calls,
  usage: { inputTokens: 412, outputTokens: 31 },
  cost: { amount: 0.0003, basis: 'estimated', atLeast: false },
  timing: { firstTokenMs: 310, totalMs: 640 },
  finishReason: 'tool-calls',
  results: [result],
});
const cell: CellState = {
  id: 'c',
  target: 't',
  caseId: 'k',
  repeat: 0,
  status: 'waiting',
  text: '',
  reasoning: '',
  toolCalls: [],
  warnings: [],
  attempt: 1,
  rounds: [{ ...round, results: [] }, round],
};

describe('the steps of a column', () => {
  it('are its earlier rounds, of which the last is open while the column runs', () => {
    const steps = stepsOf(cell);
    assert.deepEqual(
      steps.map(({ number, isOpen, errors }) => [number, isOpen, errors]),
      [
        [1, false, 0],
        [2, true, 1],
      ],
    );
    assert.deepEqual(
      steps[1]?.calls.map((each) => each.result),
      [result, undefined, undefined],
    );
    assert.ok(stepsOf({ ...cell, status: 'done' }).every(({ isOpen }) => !isOpen));
    assert.deepEqual(stepsOf({ ...cell, rounds: [] }), []);
  });

  it('name the tools that were called, each once', () => {
    assert.equal(calledTools(round), 'find_order (2), refund');
    assert.equal(calledTools({ toolCalls: [] }), '');
  });

  it('say what the round took, and that a batch job has no time', () => {
    const [step] = stepsOf(cell);
    assert.ok(step);
    assert.deepEqual(stepFigures(step, cell), ['0.64 s', '~$0.0003']);
    assert.deepEqual(stepFigures(step, { ...cell, cached: true }), ['0.64 s', '$0 (cached)']);
    const inBatch = { ...step, round: { ...round, batch: true as const, cost: null } };
    assert.deepEqual(stepFigures(inBatch, cell), ['price unknown']);
    assert.equal(stepDetails(step), '0.31 s to first token · 412 tokens in · 31 out');
    assert.equal(stepDetails({ ...inBatch, round: { ...inBatch.round, usage: null } }), 'tokens unknown');
  });

  it('say who gave a result', () => {
    assert.equal(resultName(result), 'Error from a script');
    assert.equal(resultName({ id: '', name: '', output: '', by: 'person' }), 'Result given by hand');
    assert.equal(resultName({ ...result, by: 'refused' }), 'Refused, not run');
  });

  it('are counted in the figures, where a speed would count the time of tools', () => {
    const timing = { firstTokenMs: 310, totalMs: 2630 };
    const done = { ...cell, status: 'done', timing, usage: { outputTokens: 124 } } as const;
    assert.equal(timeFigures(done)[0], '2.6 s · 3 rounds');
    assert.equal(timeFigures({ ...done, finishReason: 'tool-calls' })[0], '2.6 s · 2 rounds');
  });
});
