import assert from 'node:assert/strict';
import { estimateSuite } from '../../../src/core/pricing/estimateSuite.ts';
import { modelsBehind, routeParts } from '../../../src/core/routing/routeParts.ts';
import { routeBook } from '../../support/routes.ts';

async function partsOf(text: string, target = 'route:r') {
  const { routes } = await routeBook(text);
  const parts = routeParts(routes)(target) ?? [];
  return parts.map(({ model, calls: { low, expected, high } }) => [model, low, expected, high]);
}

describe('what a request to a route may take', () => {
  it('is one call for the first of a list, and others only if needed', async () => {
    assert.deepEqual(await partsOf('routes: {r: {fallback: [x/a, x/b]}}'), [
      ['x/a', 1, 1, 1],
      ['x/b', 0, 0, 1],
    ]);
  });

  it('is one call for the first of a cascade, and about a third for each that follows', async () => {
    assert.deepEqual(await partsOf('routes: {r: {cascade: [x/a, x/b, x/c]}}'), [
      ['x/a', 1, 1, 1],
      ['x/b', 0, 0.3, 1],
      ['x/c', 0, 0.3, 1],
    ]);
  });

  it('is shared by weight, and added where a shadow is asked too', async () => {
    assert.deepEqual(await partsOf('routes: {r: {weighted: {x/a: 3, x/b: 1}}}'), [
      ['x/a', 0.75, 0.75, 0.75],
      ['x/b', 0.25, 0.25, 0.25],
    ]);
    assert.deepEqual(await partsOf('routes: {r: {shadow: {serve: x/a, compare: [x/b], share: 10%}}}'), [
      ['x/a', 1, 1, 1],
      ['x/b', 0.1, 0.1, 0.1],
    ]);
  });

  it('is an even share of one call where the route chooses by cost or time, and one at most', async () => {
    const shared = [
      ['x/a', 0.25, 0.25, 1],
      ['x/b', 0.25, 0.25, 1],
      ['x/c', 0.25, 0.25, 1],
      ['x/d', 0.25, 0.25, 1],
    ];
    assert.deepEqual(await partsOf('routes: {r: {latency: [x/a, x/b, x/c, x/d]}}'), shared);
    assert.deepEqual(await partsOf('routes: {r: {cost: [x/a, x/b, x/c, x/d]}}'), shared);
  });

  it('may take the targets for prompts that are too long or refused', async () => {
    const route = 'routes: {r: {fallback: [x/a], context-too-long: [x/long], content-policy: [x/free]}}';
    assert.deepEqual(await partsOf(route), [
      ['x/a', 1, 1, 1],
      ['x/long', 0, 0, 1],
      ['x/free', 0, 0, 1],
    ]);
  });

  it('goes through routes inside routes, and ends where they lead in a circle', async () => {
    const nested = 'routes: {r: {weighted: {route:s: 1, x/b: 1}}, s: {cascade: [x/a, x/b]}}';
    assert.deepEqual(await partsOf(nested), [
      ['x/a', 0.5, 0.5, 0.5],
      ['x/b', 0.5, 0.65, 1],
    ]);
  });

  it('is worked out once for each route, however many ways lead to it', async () => {
    const lines = Array.from({ length: 19 }, (_, index) => {
      const next = index === 18 ? 'x/a' : `route:r${index + 1}`;
      return `  r${index}: {weighted: {${next}: 1, x/b: 1}}`;
    });
    const wide = Array.from({ length: 19 }, (_, index) => {
      const next = index === 18 ? 'x/a' : `route:w${index + 1}`;
      return `  w${index}: {fallback: [${next}], context-too-long: [${next}], content-policy: [${next}]}`;
    });
    const text = `routes:\n${[...lines, ...wide].join('\n')}`;
    assert.deepEqual(
      (await partsOf(text, 'route:r0')).map(([model]) => model),
      ['x/a', 'x/b'],
    );
    assert.deepEqual(
      (await partsOf(text, 'route:w0')).map(([model]) => model),
      ['x/a'],
    );
  });

  it('names the models behind targets, each once and in order', async () => {
    const { routes } = await routeBook('routes: {r: {fallback: [route:s, x/b]}, s: {cascade: [x/a, x/b]}}');
    assert.deepEqual(modelsBehind(routes, ['x/c', 'route:r', 'x/a']), ['x/c', 'x/a', 'x/b']);
    assert.deepEqual(modelsBehind(new Map(), ['route:none']), ['route:none']);
  });

  it('is nothing special for a model', async () => {
    assert.equal(routeParts(new Map())('x/a'), undefined);
  });

  it('stands in the estimate of a suite under the models that are asked', async () => {
    const { routes } = await routeBook('routes: {r: {fallback: [x/a, x/dear]}}');
    const price = { input: 1, output: 1 };
    const estimate = estimateSuite({
      plan: {
        targets: [{ id: 'route:r', model: 'route:r', parameters: { maxOutputTokens: 1000 } }],
        cells: [{ id: '1', target: 'route:r', messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] }],
      },
      catalog: {
        entries: new Map([
          ['x/a', { id: 'x/a', price }],
          ['x/dear', { id: 'x/dear', price: { input: 100, output: 100 } }],
        ]),
      },
      partsOf: routeParts(routes),
    });
    assert.deepEqual([estimate.unknown, estimate.models], [[], 2]);
    const [target] = estimate.perTarget;
    assert.ok(target?.money && target.money.expected < 0.001 && target.money.high > 0.09);
  });
});
