import assert from 'node:assert/strict';
import { UsualLength } from '../../../../src/core/providers/lanes/usualLength.ts';

describe('UsualLength', () => {
  it('takes an answer ten times as long for no slower one', () => {
    const usual = new UsualLength();
    assert.equal(usual.timeOf({ firstTokenMs: 200, totalMs: 1200, outputTokens: 100 }), 1200);
    const long = usual.timeOf({ firstTokenMs: 200, totalMs: 10_200, outputTokens: 1000 });
    // The usual length has moved a tenth of the way.
    assert.equal(long, 200 + 10 * 190);
  });

  it('sees that the first word came late', () => {
    const usual = new UsualLength();
    usual.timeOf({ firstTokenMs: 200, totalMs: 1200, outputTokens: 100 });
    assert.equal(usual.timeOf({ firstTokenMs: 3200, totalMs: 4200, outputTokens: 100 }), 4200);
  });

  it('takes the whole time where an answer came in one piece, or its length was not told', () => {
    const usual = new UsualLength();
    usual.timeOf({ firstTokenMs: 200, totalMs: 1200, outputTokens: 100 });
    assert.equal(usual.timeOf({ firstTokenMs: 1190, totalMs: 1200, outputTokens: 10 }), 1200);
    assert.equal(usual.timeOf({ firstTokenMs: 200, totalMs: 1200 }), 1200);
    assert.equal(usual.timeOf({ firstTokenMs: 200, totalMs: 1200, outputTokens: 0 }), 1200);
    assert.equal(usual.timeOf({ totalMs: 1200, outputTokens: 10 }), 1200);
  });
});
