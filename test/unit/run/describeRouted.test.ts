import assert from 'node:assert/strict';
import { describeAsk, describeRouted } from '../../../src/core/run/describeRouted.ts';
import type { RouteAttempt, Routed } from '../../../src/core/run/routed.ts';

function attempt(model: string, fields: Partial<RouteAttempt>): RouteAttempt {
  return {
    model,
    route: 'safe',
    reason: 'first',
    outcome: 'served',
    startedMs: 0,
    timing: { totalMs: 100 },
    usage: null,
    cost: null,
    ...fields,
  };
}

function routed(served: string | null, ...attempts: readonly RouteAttempt[]): Routed {
  return { route: 'route:safe', served, attempts };
}

describe('the model that a route asks', () => {
  it('is named alone when it is the first', () =>
    assert.equal(describeAsk({ model: 'a/x', reason: 'first' }), 'asks a/x'));

  it('is named with what led to it', () => {
    assert.equal(
      describeAsk({ model: 'b/x', reason: 'moved-on', because: 'rate-limit' }),
      'asks b/x (moved on: rate-limit)',
    );
    assert.equal(describeAsk({ model: 'b/x', reason: 'hedge' }), 'asks b/x (the first was slow)');
  });

  it('is named with the results that chose it where these are of all requests', () => {
    assert.equal(
      describeAsk({ model: 'a/x', reason: 'first', isBroad: true }),
      'asks a/x (by results of all requests)',
    );
    assert.equal(
      describeAsk({ model: 'a/x', reason: 'explored', isBroad: true }),
      'asks a/x (to know its times; by results of all requests)',
    );
  });
});

describe('the way to an answer', () => {
  it('is the model that served, and nothing more, where it was the first', () => {
    assert.equal(describeRouted(routed('a/x', attempt('a/x', {}))), 'served by a/x');
  });

  it('tells what became of each model before', () => {
    const before = [
      attempt('a/1', {
        outcome: 'failed',
        error: {
          code: 'rate-limited',
          message: 'Too many requests.',
          hint: '',
          action: 'choose-models',
          retryable: true,
        },
      }),
      attempt('a/2', { outcome: 'failed' }),
      attempt('a/3', { outcome: 'cancelled' }),
      attempt('a/4', { outcome: 'helped', reason: 'classify' }),
      attempt('a/5', { outcome: 'replaced' }),
    ];
    const served = attempt('b/x', { reason: 'escalated' });
    assert.equal(
      describeRouted(routed('b/x', ...before, served)),
      'served by b/x (escalated) after a/1 failed (rate-limited), a/2 failed, a/3 was too slow, a/4 told how hard it is, a/5 did not satisfy',
    );
  });

  it('names shadows apart from the models that were asked before', () => {
    const shadow = attempt('c/x', { outcome: 'compared', reason: 'shadow' });
    assert.equal(describeRouted(routed('a/x', attempt('a/x', {}), shadow)), 'served by a/x; compared with c/x');
  });

  it('says that nobody answered', () => {
    assert.equal(
      describeRouted(routed(null, attempt('a/x', { outcome: 'failed' }))),
      'nobody answered after a/x failed',
    );
    assert.equal(describeRouted(routed(null)), 'nobody answered');
  });
});
