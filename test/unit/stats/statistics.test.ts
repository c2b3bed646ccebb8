import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isFlaky } from '../../../src/core/stats/flaky.ts';
import { passAtK, passHatK } from '../../../src/core/stats/passAtK.ts';
import { percentile } from '../../../src/core/stats/percentile.ts';
import { wilson } from '../../../src/core/stats/wilson.ts';

describe('wilson', () => {
  it('gives the interval of a pass rate', () => {
    const { low, high } = wilson(81, 263) ?? { low: 0, high: 0 };
    assert.deepEqual([low.toFixed(4), high.toFixed(4)], ['0.2553', '0.3662']);
  });

  it('ends exactly at 0 and 1 when nothing or everything passed', () => {
    assert.equal(wilson(0, 10)?.low, 0);
    assert.equal(wilson(10, 10)?.high, 1);
  });

  it('is not defined without cases', () => {
    assert.equal(wilson(0, 0), undefined);
  });

  it('holds the rate and stays between 0 and 1, for any count', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (passed, failed) => {
        fc.pre(passed + failed > 0);
        const rate = passed / (passed + failed);
        const { low, high } = wilson(passed, passed + failed) ?? { low: 2, high: -1 };
        assert.ok(0 <= low && low <= rate && rate <= high && high <= 1);
      }),
    );
  });
});

describe('percentile', () => {
  it('interpolates between the nearest values', () => {
    assert.deepEqual(
      [0, 25, 50, 95, 100].map((percent) => percentile([20, 10], percent)),
      [10, 12.5, 15, 19.5, 20],
    );
  });

  it('is not defined without values or beyond all of them', () => {
    assert.deepEqual([percentile([], 50), percentile([1], 101)], [undefined, undefined]);
  });
});

describe('pass@k and pass^k', () => {
  it('count the draws in which one passes, and in which all do', () => {
    assert.deepEqual([passAtK(2, 1, 1), passAtK(2, 1, 2)], [0.5, 1]);
    assert.deepEqual([passHatK(2, 1, 1), passHatK(2, 1, 2)], [0.5, 0]);
  });

  it('are not defined for more draws than runs', () => {
    assert.deepEqual([passAtK(3, 2, 5), passHatK(3, 2, 5)], [undefined, undefined]);
  });
});

describe('isFlaky', () => {
  it('is true only when the same case both passed and failed', () => {
    assert.deepEqual([[true, false, true], [true, true], [false], [true, undefined], []].map(isFlaky), [
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
