import assert from 'node:assert/strict';
import { TargetHealth } from '../../../src/core/routing/targetHealth.ts';

const rule = { failures: 2, windowMs: 1000, restMs: 5000 };

describe('what is known of a target', () => {
  function failedAt(...times: readonly number[]): TargetHealth {
    const health = new TargetHealth();
    for (const now of times) health.failed('a', { cause: 'server' }, { ...rule, now });
    return health;
  }

  it('lets it rest after more failures than its rule allows, within the window of the rule alone', () => {
    assert.equal(failedAt(0, 500).readiness('a', 501), 'ready');
    assert.equal(failedAt(0, 500, 999).readiness('a', 999), 'resting');
    assert.equal(failedAt(0, 500, 1000).readiness('a', 1000), 'ready', 'a failure leaves the window when it is as old');
  });

  it('lets one request find out when the rest is over, and rests on until that has its end', () => {
    const health = failedAt(0, 1, 2);
    assert.equal(health.readiness('a', 5001), 'resting');
    assert.equal(health.readiness('a', 5002), 'probe');
    health.probe('a');
    assert.equal(health.readiness('a', 5003), 'resting');
    health.stopped('a');
    assert.equal(health.readiness('a', 5003), 'probe');
    health.succeeded('a');
    assert.equal(health.readiness('a', 5003), 'ready');
  });

  it('rests as long as the target asks for, and at once where it refuses the key', () => {
    const health = new TargetHealth();
    health.failed('a', { cause: 'rate-limit', retryAfterMs: 700 }, { ...rule, now: 0 });
    assert.deepEqual([health.readiness('a', 699), health.readiness('a', 700)], ['resting', 'probe']);
    health.failed('b', { cause: 'access' }, { ...rule, now: 0 });
    assert.deepEqual([health.readiness('b', 4999), health.readiness('b', 5000)], ['resting', 'probe']);
  });

  it('rests at once only where the target names a time, refuses the key, or has just rested', () => {
    const health = new TargetHealth();
    health.failed('a', { cause: 'rate-limit' }, { ...rule, now: 0 });
    health.failed('b', { cause: 'server', retryAfterMs: 700 }, { ...rule, now: 0 });
    assert.deepEqual([health.readiness('a', 1), health.readiness('b', 1)], ['ready', 'ready']);
    assert.deepEqual([health.restsUntil('a'), health.restsUntil('nobody')], [0, 0]);
    const rested = failedAt(0, 1, 2);
    assert.equal(rested.restsUntil('a'), 5002);
    rested.failed('a', { cause: 'server' }, { ...rule, now: 9000 });
    assert.equal(rested.restsUntil('a'), 14_000);
  });

  it('says nothing of a target that failed for what another would refuse as well', () => {
    const health = new TargetHealth();
    for (const now of [0, 1, 2, 3]) health.failed('a', { cause: 'rejected' }, { ...rule, now });
    assert.equal(health.readiness('a', 4), 'ready');
    const rested = failedAt(0, 1, 2);
    rested.probe('a');
    rested.failed('a', { cause: 'context-too-long' }, { ...rule, now: 6000 });
    assert.equal(rested.readiness('a', 6001), 'probe', 'the next request finds out');
  });

  it('has a slowest twentieth from eight answers on, and a middle from the first', () => {
    const health = new TargetHealth();
    for (let index = 1; index <= 7; index++) health.measured('a', index * 100);
    assert.deepEqual([health.median('a'), health.p95('a'), health.median('b')], [400, undefined, undefined]);
    health.measured('a', 800);
    assert.ok((health.p95('a') ?? 0) > 700);
    for (let index = 1; index <= 64; index++) health.measured('c', index);
    // Of 64 times 61 are at most as large: 95 percent of them are 60.8.
    assert.equal(health.p95('c'), 61);
  });
});
