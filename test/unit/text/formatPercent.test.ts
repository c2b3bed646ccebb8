import assert from 'node:assert/strict';
import { formatLikeness, formatPercent, formatShortPercent } from '../../../src/core/text/formatPercent.ts';

describe('a share in percents', () => {
  it('has one digit behind the point and no blank', () => {
    assert.deepEqual([0, 0.783, 1].map(formatPercent), ['0.0%', '78.3%', '100.0%']);
  });

  it('has no digit that says nothing when it is told in passing', () => {
    assert.deepEqual([0.95, 0.925, 1].map(formatShortPercent), ['95%', '92.5%', '100%']);
  });

  it('calls only equal texts 100% alike', () => {
    assert.deepEqual([0, 0.001, 0.834, 0.9999, 1].map(formatLikeness), ['0%', '1%', '83%', '99%', '100%']);
  });
});
