import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { Lane } from '../../../../src/core/providers/lanes/lanes.ts';
import { WidthSearch } from '../../../../src/core/providers/lanes/widthSearch.ts';

const refusal = new PolypromptError('rate-limited', 'Too many at once.');
const late = new PolypromptError('timeout-first-byte', 'It sent nothing within 120 s.');

function lane(start: number) {
  return new Lane({ id: 'a', model: 'x/a' }, new WidthSearch({ start, max: 64 }, false), () => 0.5);
}

describe('a lane in trouble', () => {
  it('learns of each refusal of a moment how many were too many, in whatever order they come', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    own.failed(passes[7] ?? assert.fail(), refusal, 10);
    assert.equal(own.concurrency, 4);
    own.failed(passes[2] ?? assert.fail(), refusal, 11);
    assert.equal(own.concurrency, 2);
  });

  it('takes a refusal for no matter of how many go at once where limits per minute are told', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    const first = passes[0] ?? assert.fail();
    own.learn({ requests: { limit: 600, remaining: 0, resetMs: 1000 } }, first, 5);
    own.failed(passes[7] ?? assert.fail(), refusal, 10);
    own.failed(passes[1] ?? assert.fail(), refusal, 11);
    assert.equal(own.concurrency, 4);
  });

  it('halves once for all that got nothing in time together', () => {
    const own = lane(8);
    const passes = Array.from({ length: 8 }, () => own.begin(0, 0));
    for (const pass of passes.slice(0, 5)) assert.equal(own.failed(pass, late, 120_000), 'none');
    assert.equal(own.concurrency, 4);
    assert.equal(own.waitMs(0, 120_000), 0);
    const next = own.begin(0, 120_000);
    own.failed(next, late, 240_000);
    assert.equal(own.concurrency, 2);
  });
});
