import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { roundsAhead } from '../../../src/core/plan/roundsAhead.ts';
import type { ToolLoop } from '../../../src/core/tools/toolSettings.ts';

describe('the requests that a cell may take', () => {
  const loop: ToolLoop = {
    rules: [
      { tool: 'a', answer: { type: 'result', value: 'x'.repeat(40) } },
      { tool: 'b', answer: { type: 'error', message: 'x'.repeat(80) } },
    ],
    maxTurns: 3,
  };

  it('are one without tools and turns, and where results are the answer', () => {
    assert.equal(roundsAhead({}), undefined);
    assert.equal(roundsAhead({ loop: { ...loop, endsWithResults: true } }), undefined);
  });

  it('are at most one more than results are given back, with prompts longer by these', () => {
    assert.deepEqual(roundsAhead({ loop }), { requests: { low: 1, expected: 2, high: 4 }, added: 15 });
  });

  it('are at least one for each fixed turn', () => {
    const conversation = { type: 'turns', turns: ['x'.repeat(8), 'y'.repeat(16)] } as const;
    assert.deepEqual(roundsAhead({ conversation }), { requests: { low: 3, expected: 3, high: 3 }, added: 3 });
    assert.deepEqual(roundsAhead({ conversation, loop })?.requests, { low: 3, expected: 6, high: 12 });
  });

  it('are at most as many as a simulated user may speak', () => {
    const conversation = { type: 'user', instructions: 'Mia', model: 'a/b', maxTurns: 5, stop: '#' } as const;
    assert.deepEqual(roundsAhead({ conversation })?.requests, { low: 1, expected: 3, high: 5 });
  });
});
