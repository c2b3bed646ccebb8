import assert from 'node:assert/strict';
import fastCheck from 'fast-check';
import { closest, editDistance } from '../../../src/core/text/closest.ts';

describe('the closest words', () => {
  const words = ['system', 'user', 'model', 'tool'];

  it('are found through one slip of each kind', () => {
    for (const slip of ['sytem', 'systemm', 'sistem', 'ssytem', 'SYSTEM'])
      assert.deepEqual(closest(slip, words), ['system']);
  });

  it('are none when nothing is near', () => {
    assert.deepEqual(closest('elephant', words), []);
  });

  it('come best first', () => {
    assert.deepEqual(closest('gpt-5.6', ['gpt-5.6-luna', 'gpt-5.5', 'gpt-5.6']), [
      'gpt-5.6',
      'gpt-5.5',
      'gpt-5.6-luna',
    ]);
  });
});

describe('the edit distance', () => {
  it('counts a swap of neighbours once', () => {
    assert.equal(editDistance('form', 'from'), 1);
  });

  it('is nothing for equal words, the same both ways, and never more than the longer word', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ maxLength: 12 }), fastCheck.string({ maxLength: 12 }), (left, right) => {
        const distance = editDistance(left, right);
        assert.equal(distance === 0, left === right);
        assert.equal(distance, editDistance(right, left));
        assert.ok(distance <= Math.max(left.length, right.length));
      }),
    );
  });
});
