import assert from 'node:assert/strict';
import { TokenBucket } from '../../../../src/core/providers/lanes/tokenBucket.ts';
import type { Quota } from '../../../../src/core/providers/wire/rateHeaders.ts';

const day = 24 * 60 * 60_000;

function bucket(quota: Quota, { taken = 0, at = 0 } = {}): TokenBucket {
  const learnt = new TokenBucket();
  learnt.learn(quota, taken, at);
  return learnt;
}

describe('what is left of a limit', () => {
  it('lets everything through before a header has stated it', () => {
    const unknown = new TokenBucket();
    unknown.take(1_000_000, 0);
    assert.deepEqual([unknown.waitMs(1_000_000, 0), unknown.perMinute], [0, undefined]);
  });

  it('comes back steadily over a minute', () => {
    const empty = bucket({ limit: 60, remaining: 0 });
    assert.deepEqual([empty.waitMs(1, 0), empty.waitMs(3, 500), empty.waitMs(3, 3000)], [1000, 2500, 0]);
    assert.equal(empty.perMinute, 60);
  });

  it('never grows beyond the limit, however long nobody asks', () => {
    const full = bucket({ limit: 60, remaining: 60 });
    full.take(60, 1_000_000);
    assert.equal(full.waitMs(1, 1_000_000), 1000);
  });

  it('does not hold what the server had not counted yet', () => {
    assert.equal(bucket({ limit: 60, remaining: 10 }, { taken: 10 }).waitMs(1, 0), 1000);
    assert.equal(bucket({ limit: 60, remaining: 10 }, { taken: 9 }).waitMs(1, 0), 0);
  });

  it('lets a request go that is larger than the whole limit, once that is there', () => {
    assert.equal(bucket({ limit: 60, remaining: 0 }).waitMs(1000, 0), 60_000);
  });

  it('comes back over the time that the server states where that is longer than two minutes', () => {
    const daily = bucket({ limit: 14_400, remaining: 0, resetMs: day });
    assert.deepEqual([daily.waitMs(1, 0), daily.perMinute], [6000, 10]);
    assert.equal(bucket({ limit: 60, remaining: 0, resetMs: 120_000 }).perMinute, 60);
    assert.equal(bucket({ limit: 60, remaining: 0, resetMs: 121_000 }).perMinute, 30);
    assert.equal(bucket({ limit: 60, remaining: 60, resetMs: day }).perMinute, 60);
  });
});
