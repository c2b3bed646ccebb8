import assert from 'node:assert/strict';
import { formatRepeatRates, repeatRates } from '../../../src/core/results/repeatRates.ts';

describe('the rates of repeated runs', () => {
  it('say how often one of k runs passes, and how often all do', () => {
    const rates = repeatRates([
      [true, true],
      [true, false],
      [false, false],
      [false, true],
    ]);
    assert.deepEqual(rates, { k: 2, passAtK: 0.75, passHatK: 0.25 });
    assert.equal(rates && formatRepeatRates(rates), 'pass@2 75.0% · pass^2 25.0%');
  });

  it('are told of as many cases as a run may have', () => {
    assert.equal(repeatRates(Array(250_000).fill([true, true]))?.passHatK, 1);
  });

  it('leave out cases that were not graded that often', () => {
    assert.deepEqual(repeatRates([[true, true, true], [false], []]), { k: 3, passAtK: 1, passHatK: 1 });
  });

  it('are none where each case runs once, or nothing was graded', () => {
    assert.equal(repeatRates([[true], [false]]), undefined);
    assert.equal(repeatRates([[], []]), undefined);
  });
});
