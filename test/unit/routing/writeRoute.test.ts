import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { usualRules } from '../../../src/core/routing/route.ts';
import { addRoute, freeRouteName, type WritableRoute } from '../../../src/core/routing/writeRoute.ts';
import { routeBook } from '../../support/routes.ts';

const cascade: WritableRoute = {
  kind: 'cascade',
  name: 'any',
  steps: [
    { target: 'fake/small', retries: 0 },
    { target: 'fake/large', retries: 0 },
  ],
  on: ['check'],
  checks: [
    { type: 'is-json', negated: false },
    { type: 'contains', negated: true, value: 'sorry', place: { file: 'x', range: { start: 0, end: 1 } } },
  ],
  sureFrom: 0,
};

describe('adding a route to polyprompt.yaml', () => {
  it('keeps what is there, comments included, and is read back as the same route', async () => {
    const before = '# ours\nroutes:\n  safe: {fallback: [x/a, x/b]} # stays\ntiers: {mid: [x/a]}\n';
    const after = addRoute(before, 'careful', cascade);
    assert.ok(after.startsWith('# ours\nroutes:\n  safe: {fallback: [x/a, x/b]} # stays\n'), after);
    assert.deepEqual(parse(after).tiers, { mid: ['x/a'] });
    const route = (await routeBook(after)).routes.get('careful');
    assert.ok(route?.kind === 'cascade');
    assert.deepEqual(
      [
        route.steps.map(({ target }) => target),
        route.checks.map((check) => [check.type, 'negated' in check && check.negated]),
      ],
      [
        ['fake/small', 'fake/large'],
        [
          ['is-json', false],
          ['contains', true],
        ],
      ],
    );
  });

  it('writes a cost route so that it chooses as the one that was proposed', async () => {
    const ways: readonly Extract<WritableRoute, { kind: 'cost' }>['classify'][] = [
      usualRules,
      { by: 'table' },
      { by: 'logistic' },
      { by: 'model', model: 'x/judge' },
    ];
    for (const classify of ways) {
      const { steps } = cascade;
      const text = addRoute('', 'cheap', { kind: 'cost', name: 'any', steps, floor: 0.8, classify });
      const route = (await routeBook(text)).routes.get('cheap');
      assert.ok(route?.kind === 'cost');
      assert.deepEqual(
        [route.steps.map(({ target }) => target), route.floor, route.classify],
        [['fake/small', 'fake/large'], 0.8, classify],
      );
    }
  });

  it('keeps the line ends and the mark of the file', () => {
    const before = '# ours\nroutes:\n  # safe\n  safe: {fallback: [x/a, x/b]}\n\nschemas:\n  a: |\n    one\n    two\n';
    const after = addRoute(before, 'careful', cascade);
    assert.equal(addRoute(before.replaceAll('\n', '\r\n'), 'careful', cascade), after.replaceAll('\n', '\r\n'));
    assert.equal(addRoute(`\uFEFF${before}`, 'careful', cascade), `\uFEFF${after}`);
  });

  it('begins a file that is empty', () => {
    assert.deepEqual(parse(addRoute('', 'careful', { ...cascade, checks: [] })), {
      routes: { careful: { cascade: ['fake/small', 'fake/large'] } },
    });
  });

  it('refuses a name that is taken or none, and a file that cannot be read', () => {
    assert.throws(() => addRoute('routes: {a: {fallback: [x/y]}}', 'a', cascade), /There is a route "a" already/);
    assert.throws(() => addRoute('', 'a b', cascade), /cannot be the name/);
    assert.throws(() => addRoute('routes: [', 'a', cascade), /cannot be read as it is/);
    assert.throws(() => addRoute('- list', 'a', cascade), /cannot be read as it is/);
  });

  it('has a name to propose that no route has', () => {
    const text = 'routes: {cheap: {fallback: [x/y]}, cheap-2: {fallback: [x/y]}}';
    assert.deepEqual(
      [freeRouteName(text, 'cheap'), freeRouteName(text, 'careful'), freeRouteName('', 'cheap')],
      ['cheap-3', 'careful', 'cheap'],
    );
  });
});
