import assert from 'node:assert/strict';
import { describeRescore } from '../../../src/core/results/rescoreScope.ts';

describe('describeRescore', () => {
  it('tells only of what is left where something is', () => {
    const counts = { regraded: 12, failToPass: 3, passToFail: 1, otherwise: 0, orphaned: 0, ungraded: 0 };
    assert.equal(describeRescore(counts), '12 regraded, 3 from fail to pass, 1 from pass to fail');
    assert.equal(
      describeRescore({ ...counts, otherwise: 4, orphaned: 5, ungraded: 6 }),
      '12 regraded, 3 from fail to pass, 1 from pass to fail, 4 changed otherwise, 6 ungraded, ' +
        '5 orphaned: the suite has no such case any more',
    );
  });
});
