import assert from 'node:assert/strict';
import { requireAnyTarget, requireTarget } from '../../../src/core/routing/requireTarget.ts';
import { routeBook } from '../../support/routes.ts';

describe('a target that is about to be asked', () => {
  const resolve = (model: string) => {
    if (model.startsWith('nobody/')) throw new Error(`no ${model}`);
  };

  it('needs every model behind it, and every route', async () => {
    const book = await routeBook(
      'routes: {r: {fallback: [x/a, route:s]}, s: {fallback: [nobody/b]}, t: {fallback: [x/a]}}',
    );
    assert.throws(() => requireTarget('route:r', book, resolve), /no nobody\/b/);
    assert.throws(() => requireTarget('nobody/b', book, resolve), /no nobody\/b/);
    assert.throws(() => requireTarget('route:q', book, resolve), { code: 'unknown-route' });
    requireTarget('route:t', book, resolve);
  });

  it('needs the measurements that a route inside it goes by', async () => {
    const book = await routeBook('routes: {r: {fallback: [x/a, route:s]}, s: {cost: [x/a, x/b]}}');
    assert.throws(() => requireTarget('route:r', book, resolve), {
      code: 'unmeasured-route',
      hint: 'Run its models on a suite, then polyprompt route learn s.',
    });
  });

  it('needs the measurements of a floor, whatever the route goes by above it', async () => {
    const book = await routeBook('routes: {r: {latency: [x/a, x/b], floor: 90%}, s: {latency: [x/a, x/b]}}');
    assert.throws(() => requireTarget('route:r', book, resolve), { code: 'unmeasured-route' });
    requireTarget('route:s', book, resolve);
  });

  it('is looked at once, however many ways lead there, and in a circle', async () => {
    const lines = Array.from({ length: 19 }, (_, index) => {
      const next = index === 18 ? 'x/a' : `route:r${index + 1}`;
      return `  r${index}: {fallback: [${next}], context-too-long: [${next}], content-policy: [${next}]}`;
    });
    const asked: string[] = [];
    requireTarget('route:r0', await routeBook(`routes:\n${lines.join('\n')}`), (model) => asked.push(model));
    assert.deepEqual(asked, ['x/a']);
  });
});

describe('several targets that are about to be asked', () => {
  const resolve = (model: string) => {
    if (model.startsWith('nobody/')) throw new Error(`no ${model}`);
  };

  it('may lack some, whose own columns fail, but not all', async () => {
    const book = await routeBook('routes: {}');
    requireAnyTarget(['nobody/a', 'x/b'], book, resolve);
    requireAnyTarget([], book, resolve);
    assert.throws(() => requireAnyTarget(['nobody/a', 'nobody/b'], book, resolve), /no nobody\/a/);
  });
});
