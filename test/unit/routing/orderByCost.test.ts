import assert from 'node:assert/strict';
import { classNamedIn } from '../../../src/core/routing/classQuestion.ts';
import { orderByCost } from '../../../src/core/routing/followCost.ts';
import { figuresFor } from '../../../src/core/routing/measuredFigures.ts';
import type { ClassFigures, Measurements } from '../../../src/core/routing/measurements.ts';
import { routeBook } from '../../support/routes.ts';

type Figures = Readonly<Record<string, ClassFigures>>;

function measured({ simple = {}, standard = {}, hard = {} }: Partial<Record<'simple' | 'standard' | 'hard', Figures>>) {
  const of = (figures: Figures) => new Map(Object.entries(figures));
  const classes = { simple: of(simple), standard: of(standard), hard: of(hard) };
  return { classes, table: new Map(), words: [], date: '', suites: [] } satisfies Measurements;
}

const request = { key: '', tokens: 10, text: '', hasTools: false, hasSchema: false, hasMedia: false };

async function order(
  known: Measurements,
  requestClass: 'simple' | 'standard' | 'hard',
  targets = ['x/a', 'x/b', 'x/c'],
) {
  const book = await routeBook('routes: {}');
  const steps = targets.map((target) => ({ target, retries: 0 }));
  return orderByCost({ book, request }, { steps, floor: 0.9 }, { measured: known, requestClass }).map(
    ({ step, isBroad }) => `${step.target}${isBroad ? ' of all' : ''}`,
  );
}

describe('the order of a cost route', () => {
  const easy = { 'x/a': { passed: 20, graded: 20, cost: 1 }, 'x/b': { passed: 20, graded: 20, cost: 5 } };

  it('goes by the results of all classes where the class has too few', async () => {
    const hard = { 'x/a': { passed: 0, graded: 4, cost: 1 }, 'x/b': { passed: 20, graded: 20, cost: 5 } };
    // 20 of 24 are below the floor of 90%.
    assert.deepEqual(await order(measured({ simple: easy, hard }), 'hard', ['x/a', 'x/b']), ['x/b', 'x/a of all']);
    assert.deepEqual(await order(measured({ simple: easy }), 'hard', ['x/b', 'x/a']), ['x/a of all', 'x/b of all']);
    assert.deepEqual(await order(measured({ simple: easy }), 'simple', ['x/b', 'x/a']), ['x/a', 'x/b']);
  });

  it('is best first where nothing is good enough, and of equals cheapest first', async () => {
    const known = measured({
      standard: {
        'x/a': { passed: 5, graded: 10, cost: 1 },
        'x/b': { passed: 8, graded: 10, cost: 9 },
        'x/c': { passed: 8, graded: 10, cost: 2 },
      },
    });
    assert.deepEqual(await order(known, 'standard'), ['x/c', 'x/b', 'x/a']);
  });

  it('is the same however the targets are written', async () => {
    const same = { passed: 9, graded: 10, cost: 1 };
    const known = measured({ standard: { 'x/a': same, 'x/b': same, 'x/c': { passed: 1, graded: 10, cost: 1 } } });
    for (const targets of [
      ['x/a', 'x/b', 'x/c'],
      ['x/c', 'x/b', 'x/a'],
    ]) {
      assert.deepEqual(await order(known, 'standard', targets), ['x/a', 'x/b', 'x/c']);
      assert.deepEqual(await order(measured({}), 'hard', targets), ['x/a of all', 'x/b of all', 'x/c of all']);
    }
  });

  it('adds up costs by their results, and does not know them where one is unknown', () => {
    const one = { passed: 1, graded: 1, cost: 1 };
    const known = measured({ simple: { a: one }, standard: { a: { passed: 2, graded: 3, cost: 5 } } });
    assert.deepEqual(figuresFor(known, 'hard', 'a'), { passed: 3, graded: 4, cost: 4, isBroad: true });
    const partly = measured({ simple: { a: one }, standard: { a: { passed: 2, graded: 3 } } });
    assert.deepEqual(figuresFor(partly, 'hard', 'a'), { passed: 3, graded: 4, isBroad: true });
    assert.deepEqual(figuresFor(partly, 'hard', 'b'), { passed: 0, graded: 0, isBroad: true });
  });
});

describe('what a classifier says', () => {
  it('is the first class that stands as a word of its own', () => {
    for (const [answer, name] of [
      ['Hard.', 'hard'],
      ['It is SIMPLE', 'simple'],
      ['hardly simple', 'simple'],
      ['no idea', 'standard'],
      ['', 'standard'],
    ] as const)
      assert.equal(classNamedIn(answer), name, answer);
  });
});
