import assert from 'node:assert/strict';
import { formatDuration, formatRunningTime } from '../../../src/core/text/formatDuration.ts';

describe('a time that was measured', () => {
  it('has at most three significant digits', () => {
    assert.deepEqual([4, 61, 412, 1930, 12_340, 59_960, 91_400].map(formatDuration), [
      '<0.01 s',
      '0.06 s',
      '0.41 s',
      '1.9 s',
      '12.3 s',
      '1 min 0 s',
      '1 min 31 s',
    ]);
  });

  it('keeps its width while it runs', () => {
    assert.deepEqual([0, 3240, 59_940, 61_000].map(formatRunningTime), ['0.0 s', '3.2 s', '59.9 s', '1 min 1 s']);
  });
});
