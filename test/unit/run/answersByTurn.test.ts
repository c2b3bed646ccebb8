import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answersByTurn } from '../../../src/core/run/answersByTurn.ts';
import type { CellResult } from '../../../src/core/run/events.ts';
import type { Round } from '../../../src/core/run/round.ts';
import { sumOfRounds } from '../../../src/core/run/sumOfRounds.ts';

const own = { usage: { inputTokens: 10, outputTokens: 1 }, cost: null, timing: { totalMs: 100 } };

function round(answer: string, rest: Partial<Round>): Round {
  const told = { servedModel: 'm', requestId: answer, attempts: 1, finishReason: 'stop' as const };
  return { answer, toolCalls: [], results: [], ...own, ...told, ...rest };
}

const call = { id: '1', name: 't', input: {} };
const user = { text: 'And?', by: 'case' as const };

function resultWith(rounds: readonly Round[]): CellResult {
  return {
    target: 'a',
    model: 'a/b',
    answer: 'last',
    reasoning: 'of the last',
    toolCalls: [],
    rounds,
    ...sumOfRounds(rounds, own),
    servedModel: 'm',
    requestId: 'last',
    finishReason: 'length',
    rawFinishReason: 'max',
    attempts: 1,
    warnings: [],
  };
}

describe('the answers to the turns of a user', () => {
  it('leave out the answer to the prompt', () => {
    assert.deepEqual(answersByTurn(resultWith([])), []);
    assert.equal(answersByTurn(resultWith([round('first', { user })])).length, 1);
  });

  it('are each a result of its own, with its rounds and their figures', () => {
    const rounds = [
      round('first', { user }),
      round('', { toolCalls: [call] }),
      round('second', { user, finishReason: 'stop' }),
      round('', { toolCalls: [call] }),
      round('', { toolCalls: [call] }),
    ];
    const [second, last] = answersByTurn(resultWith(rounds));
    assert.deepEqual(
      [second?.answer, second?.rounds?.length, second?.usage?.inputTokens, second?.timing.totalMs],
      ['second', 1, 20, 200],
    );
    assert.deepEqual([second?.finishReason, second?.reasoning, second?.requestId], ['stop', undefined, 'second']);
    assert.deepEqual(
      [last?.answer, last?.rounds?.length, last?.usage?.inputTokens, last?.timing.totalMs],
      ['last', 2, 30, 300],
    );
    assert.deepEqual([last?.finishReason, last?.reasoning], ['length', 'of the last']);
  });
});
