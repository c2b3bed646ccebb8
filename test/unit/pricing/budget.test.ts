import assert from 'node:assert/strict';
import { Budget } from '../../../src/core/pricing/budget.ts';

describe('Budget', () => {
  it('counts what is under way, so that the cap is never passed (fault 88)', () => {
    const budget = new Budget(1);
    assert.deepEqual([budget.reserve(0.4), budget.reserve(0.4), budget.reserve(0.4)], [true, true, false]);
  });

  it('gives back what a call did not cost', () => {
    const budget = new Budget(1);
    budget.reserve(0.9);
    budget.settle(0.9, 0.1);
    assert.equal(budget.spent, 0.1);
    assert.equal(budget.reserve(0.9), true);
  });

  it('counts a call that nobody can price as what was reserved for it', () => {
    const budget = new Budget(1);
    budget.reserve(0.5);
    budget.settle(0.5, undefined);
    assert.equal(budget.spent, 0.5);
  });

  it('goes on from what a run has cost already', () => {
    assert.equal(new Budget(1, 0.95).reserve(0.1), false);
  });

  it('limits calls as well, those of earlier stretches and those under way included', () => {
    const budget = new Budget(Number.POSITIVE_INFINITY, 0, { most: 3, made: 1 });
    assert.deepEqual(
      [budget.reserve(0), budget.reserve(0, 0), budget.reserve(0), budget.reserve(0)],
      [true, true, true, false],
    );
    budget.settle(0, 0);
    assert.equal(budget.reserve(0), false);
    assert.equal(budget.reserve(0, 0), true);
  });
});
