import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bootstrapMean, seededResamples } from '../../../src/core/stats/bootstrap.ts';

describe('bootstrap of a mean', () => {
  const seconds = [0.8, 0.5, 0.9, 1.2, 0.7, 0.4, 0.7, 5.1, 0.6, 0.7, 0.5, 1];

  it('leans to the side of the outlier', () => {
    const { mean = 0, low = 0, high = 0 } = bootstrapMean(seconds) ?? {};
    assert.equal(mean.toFixed(3), '1.092');
    assert.ok(high - mean > 2 * (mean - low), `${low} to ${high}`);
  });

  it('says the same each time', () => {
    assert.deepEqual(bootstrapMean(seconds), bootstrapMean(seconds));
  });

  it('is not defined where all values are the same, or there are none', () => {
    assert.deepEqual(
      [[], [0.1], [0.1, 0.1, 0.1]].map((values) => bootstrapMean(values)),
      [undefined, undefined, undefined],
    );
  });

  it('is not defined where every resample lies on one side', () => {
    assert.equal(bootstrapMean([0, 1], { resamples: [[0, 0]] }), undefined);
  });

  it('is not defined where values are too small to be squared', () => {
    assert.equal(bootstrapMean([1e-200, 2e-200]), undefined);
  });

  it('grows with the confidence', () => {
    const width = (confidence: number) => {
      const { low = 0, high = 0 } = bootstrapMean(seconds, { confidence }) ?? {};
      return high - low;
    };
    assert.ok(width(0.8) < width(0.95) && width(0.95) < width(0.99));
  });

  it('stays within the values and is a number, whatever they are', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (list) => {
        const found = bootstrapMean(list, { resamples: seededResamples(list.length, 200) });
        if (!found) return;
        const { low, high } = found;
        assert.ok(Math.min(...list) - 1e-6 <= low && low <= high && high <= Math.max(...list) + 1e-6, `${low} ${high}`);
      }),
    );
  });

  it('draws every place about as often as any other', () => {
    const counts = new Array(10).fill(0);
    for (const places of seededResamples(10)) for (const place of Array.from(places)) counts[place]++;
    assert.ok(Math.min(...counts) > 1850 && Math.max(...counts) < 2150, counts.join(' '));
  });
});
