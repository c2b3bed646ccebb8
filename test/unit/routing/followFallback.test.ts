import assert from 'node:assert/strict';
import type { MoveCause } from '../../../src/core/routing/route.ts';
import { courseOf, measuredAs } from '../../support/routeCourse.ts';

const fails =
  (...causes: readonly (readonly [string, MoveCause])[]) =>
  (model: string) =>
    new Map(causes).get(model);

describe('a fallback route', () => {
  const lists = '{fallback: [x/a, x/b], context-too-long: [x/long], content-policy: [x/open], retries: 0}';

  it('asks the next of the list that is meant for what went wrong', async () => {
    for (const [cause, next] of [
      ['server', 'x/b'],
      ['context-too-long', 'x/long'],
      ['content-policy', 'x/open'],
    ] as const)
      assert.deepEqual(await courseOf(lists, { cause: fails(['x/a', cause]) }), {
        did: ['x/a first', `${next} moved-on ${cause} fallback`],
        served: next,
      });
  });

  it('passes over a model whose window is no larger than one that was too small', async () => {
    const windows = new Map([
      ['x/a', 8000],
      ['x/b', 8000],
      ['x/c', 9000],
    ]);
    const known = { contextWindow: (model: string) => windows.get(model) };
    const route = '{fallback: [x/a, x/b, x/c], on: [context-too-long], retries: 0}';
    assert.deepEqual((await courseOf(route, { known, cause: fails(['x/a', 'context-too-long']) })).did, [
      'x/a first',
      'x/c moved-on context-too-long fallback',
    ]);
  });

  it('does not move on for what it is not told to', async () => {
    const route = '{fallback: [x/a, x/b], on: [server], retries: 0}';
    assert.deepEqual(await courseOf(route, { cause: fails(['x/a', 'rate-limit']) }), {
      did: ['x/a first'],
      served: undefined,
    });
  });

  it('serves a refusal on which no other could improve', async () => {
    const route = '{fallback: [x/a, x/b], on: [refusal, server], retries: 0}';
    const { did, served } = await courseOf(route, { cause: fails(['x/a', 'refusal'], ['x/b', 'server']) });
    assert.deepEqual([did, served], [['x/a first', 'x/b moved-on refusal fallback'], 'x/a']);
  });

  it('asks the same target again first, after a wait of at most a minute', async () => {
    const once = (_model: string, times: number) => (times === 1 ? 'server' : undefined);
    const again = await courseOf('{fallback: [x/a, x/b], retries: 1}', { cause: once, retryAfterMs: 60_000 });
    assert.deepEqual(again, { did: ['x/a first', 'wait 60000', 'x/a retry'], served: 'x/a' });
    const moved = await courseOf('{fallback: [x/a, x/b], retries: 1}', {
      cause: fails(['x/a', 'server']),
      retryAfterMs: 60_001,
    });
    assert.deepEqual(moved, { did: ['x/a first', 'x/b moved-on server fallback'], served: 'x/b' });
  });

  it('asks as many more as its depth allows', async () => {
    const route = '{fallback: [x/a, x/b, x/c, x/d], depth: 2, retries: 0}';
    const { did } = await courseOf(route, { cause: () => 'server' });
    assert.deepEqual(
      did.map((line) => line.split(' ')[0]),
      ['x/a', 'x/b', 'x/c'],
    );
  });
});

describe('a cost route', () => {
  const route = '{cost: [x/dear, x/cheap], floor: 90%}';

  it('tells why it moves on, and whose results it goes by', async () => {
    const measured = measuredAs({ 'x/dear': [100, 100], 'x/cheap': [10, 100] }, 'simple');
    const cause = fails(['x/dear', 'server']);
    assert.deepEqual(await courseOf(route, { known: { measured: () => measured }, cause }), {
      did: ['x/dear first', 'x/cheap moved-on server fallback'],
      served: 'x/cheap',
    });
    const others = measuredAs({ 'x/dear': [100, 100], 'x/cheap': [10, 100] }, 'hard');
    const { did } = await courseOf(route, { known: { measured: () => others } });
    assert.deepEqual(did, ['x/dear first broad']);
  });
});

describe('a cascade', () => {
  const route = '{cascade: [x/a, x/b], assert: [{type: is-json}]}';

  it('serves an answer that satisfies, and asks the next where it does not', async () => {
    assert.deepEqual(await courseOf(route), { did: ['x/a first', 'check x/a'], served: 'x/a' });
    const failing = { checked: () => ({ passed: false, score: 0 }) };
    assert.deepEqual(await courseOf(route, failing), {
      did: ['x/a first', 'check x/a', 'x/b escalated check'],
      served: 'x/b',
    });
    assert.deepEqual((await courseOf(route, { checked: () => ({ passed: false, score: undefined }) })).did, [
      'x/a first',
      'check x/a',
      'x/b escalated unsure',
    ]);
  });

  it('counts the next as a fallback only after an error', async () => {
    assert.deepEqual(await courseOf(route, { cause: fails(['x/a', 'server']) }), {
      did: ['x/a first', 'x/b escalated error fallback'],
      served: 'x/b',
    });
    const cut = await courseOf(route, { cause: fails(['x/a', 'cut'], ['x/b', 'server']) });
    assert.deepEqual(cut, { did: ['x/a first', 'x/b escalated cut'], served: 'x/a' });
  });
});
