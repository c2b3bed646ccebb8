import assert from 'node:assert/strict';
import { laneLimits } from '../../../../src/core/providers/lanes/laneLimits.ts';

describe('laneLimits', () => {
  it('begins carefully, the more so at a server of its own, and goes far', () => {
    assert.deepEqual(laneLimits({}), { start: 4, nearStart: 2, max: 200 });
  });

  it('takes a number alone for the ceiling', () => {
    assert.deepEqual(laneLimits({ concurrency: 20 }), { start: 20, nearStart: 2, max: 20 });
    assert.deepEqual(laneLimits({ concurrency: 1 }), { start: 1, nearStart: 1, max: 1 });
  });

  it('begins with it where a ceiling is given too, everywhere', () => {
    assert.deepEqual(laneLimits({ concurrency: 20, maxConcurrency: 50 }), { start: 20, nearStart: 20, max: 50 });
    assert.deepEqual(laneLimits({ concurrency: 50, maxConcurrency: 8 }), { start: 8, nearStart: 8, max: 8 });
  });

  it('begins as ever below a ceiling alone', () => {
    assert.deepEqual(laneLimits({ maxConcurrency: 50 }), { start: 4, nearStart: 2, max: 50 });
    assert.deepEqual(laneLimits({ maxConcurrency: 3 }), { start: 3, nearStart: 2, max: 3 });
  });

  it("keeps to the suite's ceiling unless a person says otherwise", () => {
    assert.deepEqual(laneLimits({ ofSuite: 6 }), { start: 4, nearStart: 2, max: 6 });
    assert.deepEqual(laneLimits({ ofSuite: 6, concurrency: 10 }), { start: 10, nearStart: 2, max: 10 });
    assert.deepEqual(laneLimits({ ofSuite: 6, maxConcurrency: 50 }), { start: 4, nearStart: 2, max: 50 });
  });
});
