import assert from 'node:assert/strict';
import type { Measurements } from '../../../src/core/routing/measurements.ts';
import { TargetHealth } from '../../../src/core/routing/targetHealth.ts';
import { courseOf, measuredAs, startRoute } from '../../support/routeCourse.ts';

/** The models in the order in which a route asks them when each fails. */
async function order(route: string, measured?: Measurements): Promise<readonly string[]> {
  const { did } = await courseOf(route, { known: { measured: () => measured }, cause: () => 'server' });
  return did.map((line) => line.split(' ')[0] ?? '');
}

describe('a latency route', () => {
  it('tells why it asks another target, and asks none for a request that was wrong', async () => {
    const route = '{latency: [x/a, x/b, x/c]}';
    assert.deepEqual(await courseOf(route, { cause: (model) => (model === 'x/c' ? undefined : 'server') }), {
      did: ['x/a first', 'x/b moved-on server fallback', 'x/c moved-on server fallback'],
      served: 'x/c',
    });
    assert.deepEqual(await courseOf(route, { cause: () => 'rejected' }), { did: ['x/a first'], served: undefined });
    assert.deepEqual(await courseOf(route), { did: ['x/a first'], served: 'x/a' });
  });
});

describe('the order of a latency route', () => {
  /** The models in their order, with times in milliseconds and prices in USD that are known. */
  async function orderBy(
    route: string,
    times: Readonly<Record<string, number>>,
    prices: Readonly<Record<string, number>> = {},
  ): Promise<readonly string[]> {
    const health = new TargetHealth();
    for (const [model, time] of Object.entries(times))
      for (const measure of ['total', 'first-token']) health.measured(`${model} ${measure} 8`, time);
    const known = { health, price: (model: string) => prices[model] };
    const { did } = await courseOf(route, { known, cause: () => 'server' });
    return did.map((line) => line.split(' ')[0] ?? '');
  }

  it('is by time, and what nobody has measured goes first', async () => {
    const route = '{latency: [x/a, x/b, x/c], tolerance: 0%}';
    assert.deepEqual(await orderBy(route, { 'x/a': 300, 'x/b': 100, 'x/c': 200 }), ['x/b', 'x/c', 'x/a']);
    assert.deepEqual(await orderBy(route, { 'x/a': 300, 'x/b': 100 }), ['x/c', 'x/b', 'x/a']);
  });

  it('is by price among those that are hardly slower, up to the tolerance itself', async () => {
    const route = '{latency: [x/a, x/b, x/c], tolerance: 50%}';
    const times = { 'x/a': 100, 'x/b': 150, 'x/c': 151 };
    assert.deepEqual(await orderBy(route, times, { 'x/a': 3, 'x/b': 2, 'x/c': 1 }), ['x/b', 'x/a', 'x/c']);
    assert.deepEqual(
      await orderBy(route, times, { 'x/b': 2 }),
      ['x/b', 'x/a', 'x/c'],
      'an unknown price is no low one',
    );
    assert.deepEqual(await orderBy(route, times), ['x/a', 'x/b', 'x/c']);
  });
});

describe('a latency route with a floor', () => {
  it('asks those that reach it first, then the others, best first', async () => {
    const measured = measuredAs({
      'x/half': [50, 100],
      'x/most': [60, 100],
      'x/floor': [90, 100],
      'x/good': [95, 100],
    });
    assert.deepEqual(await order('{latency: [x/half, x/most, x/floor, x/good], floor: 90%}', measured), [
      'x/floor',
      'x/good',
      'x/most',
      'x/half',
    ]);
  });

  it('does not trust a target with fewer than five results', async () => {
    const measured = measuredAs({ 'x/few': [4, 4], 'x/enough': [5, 5], 'x/half': [50, 100] });
    const route = '{latency: [x/few, x/none, x/enough, x/half], floor: 90%}';
    assert.deepEqual(await order(route, measured), ['x/enough', 'x/half', 'x/few', 'x/none']);
  });

  it('races only two that both reach it', async () => {
    const route = '{latency: [x/a, x/b], floor: 90%, hedge: 200ms}';
    const first = async (measured: Measurements) => {
      const { value } = (await startRoute(route, { measured: () => measured })).next({ type: 'done' });
      return value && 'type' in value ? value : assert.fail('a command');
    };
    const both = await first(measuredAs({ 'x/a': [9, 10], 'x/b': [10, 10] }));
    assert.deepEqual([both.type, both.type === 'race' && both.afterMs], ['race', 200]);
    assert.equal((await first(measuredAs({ 'x/a': [10, 10], 'x/b': [8, 10] }))).type, 'ask');
  });

  it('cannot decide before its targets were measured', async () => {
    await assert.rejects(order('{latency: [x/a, x/b], floor: 90%}'), { code: 'unmeasured-route' });
    assert.deepEqual(await order('{latency: [x/a, x/b]}'), ['x/a', 'x/b']);
  });
});
