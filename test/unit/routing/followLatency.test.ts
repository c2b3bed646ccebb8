import assert from 'node:assert/strict';
import { followRoute } from '../../../src/core/routing/followRoute.ts';
import type { ClassFigures, Measurements } from '../../../src/core/routing/measurements.ts';
import type { CommandEnd } from '../../../src/core/routing/routeCommand.ts';
import { routeRequestOf } from '../../../src/core/routing/routeRequestOf.ts';
import { routeBook } from '../../support/routes.ts';

function measured(figures: Readonly<Record<string, readonly [passed: number, graded: number]>>): Measurements {
  const standard = new Map<string, ClassFigures>(
    Object.entries(figures).map(([target, [passed, graded]]) => [target, { passed, graded }]),
  );
  const classes = { simple: new Map(), standard, hard: new Map() };
  return { classes, words: [], table: new Map(), date: '2026-11-20', suites: [] };
}

/** Starts `route:r` for one request. */
async function start(route: string, measurements?: Measurements) {
  const book = await routeBook(`routes: {r: ${route}}`, { measured: () => measurements });
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] as const;
  const request = routeRequestOf({ messages, repeat: 0, parameters: {} });
  return followRoute('r', { book, request, now: () => 0, random: () => 0.5 });
}

/** The models in the order in which the route asks them when each fails. */
async function order(route: string, measurements?: Measurements): Promise<readonly string[]> {
  const course = await start(route, measurements);
  const asked: string[] = [];
  let told: CommandEnd = { type: 'done' };
  for (;;) {
    const { done, value } = course.next(told);
    if (done) return asked;
    if (value.type !== 'ask') throw new Error(`the route wants to ${value.type}`);
    const attempt = asked.push(value.ask.model) - 1;
    told = { type: 'asked', end: { attempt, isAnswered: false, cause: 'server', totalMs: 1 } };
  }
}

describe('a latency route with a floor', () => {
  it('asks those that reach it first, then the others, best first', async () => {
    const figures = measured({ 'x/half': [50, 100], 'x/most': [60, 100], 'x/floor': [90, 100], 'x/good': [95, 100] });
    assert.deepEqual(await order('{latency: [x/half, x/most, x/floor, x/good], floor: 90%}', figures), [
      'x/floor',
      'x/good',
      'x/most',
      'x/half',
    ]);
  });

  it('does not trust a target with fewer than five results', async () => {
    const figures = measured({ 'x/few': [4, 4], 'x/enough': [5, 5], 'x/half': [50, 100] });
    const route = '{latency: [x/few, x/none, x/enough, x/half], floor: 90%}';
    assert.deepEqual(await order(route, figures), ['x/enough', 'x/half', 'x/few', 'x/none']);
  });

  it('races only two that both reach it', async () => {
    const route = '{latency: [x/a, x/b], floor: 90%, hedge: 200ms}';
    const first = async (figures: Measurements) => (await start(route, figures)).next({ type: 'done' }).value;
    const both = await first(measured({ 'x/a': [9, 10], 'x/b': [10, 10] }));
    assert.deepEqual(both && 'type' in both && [both.type, both.type === 'race' && both.afterMs], ['race', 200]);
    const one = await first(measured({ 'x/a': [10, 10], 'x/b': [8, 10] }));
    assert.equal(one && 'type' in one && one.type, 'ask');
  });

  it('cannot decide before its targets were measured', async () => {
    await assert.rejects(order('{latency: [x/a, x/b], floor: 90%}'), { code: 'unmeasured-route' });
    assert.deepEqual(await order('{latency: [x/a, x/b]}'), ['x/a', 'x/b']);
  });
});
