import assert from 'node:assert/strict';
import { formatCellCost } from '../../../src/core/results/formatCellCost.ts';

describe('the cost of one answer', () => {
  it('marks estimated money, lower bounds, and a missing price', () => {
    assert.equal(formatCellCost({ cost: { amount: 0.0011, basis: 'reported', atLeast: false } }), '$0.0011');
    assert.equal(formatCellCost({ cost: { amount: 0.0011, basis: 'estimated', atLeast: true } }), 'at least ~$0.0011');
    assert.equal(formatCellCost({}), 'price unknown');
  });

  it('is nothing new for an answer that was there before', () => {
    assert.equal(
      formatCellCost({ cached: true, cost: { amount: 0.0011, basis: 'reported', atLeast: false } }),
      '$0 (cached)',
    );
  });
});
