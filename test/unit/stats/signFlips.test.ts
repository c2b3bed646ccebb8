import assert from 'node:assert/strict';
import { mcnemar } from '../../../src/core/stats/mcnemar.ts';
import { signFlips } from '../../../src/core/stats/signFlips.ts';

/** Every way to give the differences a sign, one by one. */
function byHand(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, each) => sum + each, 0));
  let far = 0;
  for (let signs = 0; signs < 2 ** differences.length; signs++) {
    const sum = differences.reduce((total, each, index) => total + ((signs >> index) & 1 ? each : -each), 0);
    if (Math.abs(sum) >= observed) far++;
  }
  return far / 2 ** differences.length;
}

describe('the test by sign flips', () => {
  it('is McNemar’s where each row differs by one', () => {
    for (let wins = 0; wins <= 12; wins++)
      for (let losses = 0; losses <= 12; losses++) {
        const differences = [...Array(wins).fill(1), ...Array(losses).fill(-1), 0, 0];
        assert.ok(Math.abs(signFlips(differences) - mcnemar(wins, losses)) < 1e-12, `${wins}-${losses}`);
      }
  });

  it('counts every way to flip', () => {
    for (const differences of [[3, 3, 2, -1], [1, 2, 3, -3, 0], [3, 3, 3, 3, 3, 3], [2, -2, 1, 1, 1, -3, 2], [5]])
      assert.ok(Math.abs(signFlips(differences) - byHand(differences)) < 1e-12, differences.join(' '));
  });

  it('is 1 without a difference, and small for many', () => {
    assert.equal(signFlips([]), 1);
    assert.equal(signFlips([0, 0]), 1);
    const small = signFlips(Array(200).fill(3));
    assert.ok(small > 0 && small < 1e-50);
  });
});
