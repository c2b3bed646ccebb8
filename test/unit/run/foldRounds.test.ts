import assert from 'node:assert/strict';
import { earlierRounds, usageWithRounds, withRound } from '../../../src/core/run/foldRounds.ts';
import { roundOf } from '../../support/rounds.ts';

const usage = { inputTokens: 10, outputTokens: 5 };
const cost = { amount: 0.5, basis: 'estimated' as const, atLeast: false };

describe('the rounds of a cell', () => {
  it('are known with what all of them have cost', () => {
    const one = withRound({}, { ...roundOf({ answer: 'a' }), usage, cost });
    const two = withRound(one, { ...roundOf({ answer: 'b' }), usage, cost });
    assert.deepEqual([two.rounds?.length, two.usage, two.cost?.amount], [2, { inputTokens: 20, outputTokens: 10 }, 1]);
    assert.deepEqual(earlierRounds(two), two);
    assert.deepEqual(earlierRounds({ usage, cost }), {}, 'without a round, nothing of an older attempt stays');
  });

  it('count with the tokens of the round under way', () => {
    const { rounds = [] } = withRound({}, { ...roundOf({ answer: 'a' }), usage, cost });
    assert.deepEqual(usageWithRounds({ rounds }, usage), { inputTokens: 20, outputTokens: 10 });
    assert.deepEqual(usageWithRounds({}, usage), usage);
  });
});
