import assert from 'node:assert/strict';
import { counted, formatCount, formatShortCount } from '../../../src/core/text/formatCount.ts';

describe('a number of things', () => {
  it('has a comma between thousands', () => {
    assert.deepEqual([0, 999, 2000, 1_234_567].map(formatCount), ['0', '999', '2,000', '1,234,567']);
  });

  it('stands before its noun', () => {
    assert.deepEqual(
      [counted(0, 'case'), counted(1, 'case'), counted(2000, 'case'), counted(2, 'entry', 'entries')],
      ['0 cases', '1 case', '2,000 cases', '2 entries'],
    );
  });

  it('is short where there is little room', () => {
    assert.deepEqual([0, 187, 9999, 12_345, 1_048_576].map(formatShortCount), ['0', '187', '9,999', '12.3k', '1.05M']);
    assert.deepEqual([10_000, 999_499, 999_500].map(formatShortCount), ['10k', '999k', '1M']);
  });
});
