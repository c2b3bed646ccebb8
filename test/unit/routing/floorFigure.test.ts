import assert from 'node:assert/strict';
import { type Requirement, readRequirement } from '../../../src/core/dataset/requirement.ts';
import { orderByCost } from '../../../src/core/routing/followCost.ts';
import { isMeasuredFor } from '../../../src/core/routing/measuredFigures.ts';
import {
  type FloorFigure,
  formatMeasurements,
  type Measurements,
  readMeasurements,
} from '../../../src/core/routing/measurements.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';
import { routeSummary } from '../../../src/core/routing/routeSummary.ts';
import { addRoute } from '../../../src/core/routing/writeRoute.ts';
import { routeBook } from '../../support/routes.ts';

const noFiles = { read: async () => undefined, glob: async () => [], openPrompt: async () => undefined };

async function routeWith(floor: string, kind = 'cost') {
  const text = `routes: {r: {${kind}: [x/a, x/b], floor: ${floor}}}`;
  const { routes, problems } = await readProjectFile('polyprompt.yaml', text, noFiles);
  return { route: routes.get('r'), problems: problems.map(({ message }) => message) };
}

function recallOfRefund(): Requirement {
  const read = readRequirement('recall(refund) >= 95%');
  assert.ok(typeof read !== 'string');
  return read;
}

function measured(values: readonly FloorFigure[], name = 'recall(refund)'): Measurements {
  const passed = { passed: 20, graded: 20 };
  const classes = {
    simple: new Map(),
    standard: new Map([
      ['x/a', { ...passed, cost: 1 }],
      ['x/b', { ...passed, cost: 5 }],
    ]),
    hard: new Map(),
  };
  return { classes, table: new Map(), words: [], figure: { name, values }, date: '2026-11-30', suites: [] };
}

describe('the floor of a cost route', () => {
  it('is a pass rate, or the least of a figure as a suite requires it', async () => {
    const plain = await routeWith('95%');
    assert.deepEqual(plain.problems, []);
    assert.ok(plain.route?.kind === 'cost');
    assert.deepEqual([plain.route.floor, plain.route.figure], [0.95, undefined]);
    const { route, problems } = await routeWith('recall(refund) >= 95%');
    assert.deepEqual(problems, []);
    assert.ok(route?.kind === 'cost');
    assert.deepEqual([route.floor, route.figure], [0.95, recallOfRefund()]);
    assert.equal(routeSummary(route), 'the cheapest that is good enough (recall(refund) >= 95%): x/a, x/b');
    assert.match(addRoute('', 'again', route), /floor: recall\(refund\) >= 95%\n/);
    const passed = await routeWith('passed >= 80%');
    assert.ok(passed.route?.kind === 'cost');
    assert.deepEqual([passed.route.floor, passed.route.figure], [0.8, undefined]);
  });

  for (const [floor, message] of [
    ['recal(refund) >= 95%', '"recal" is no figure: a requirement names one of'],
    ['recall(refund) >= 950%', 'The bound of a requirement is a share from 0 to 1'],
    ['recall(refund) < 0.5', 'A floor is the least that a figure has to come to: write recall(refund) >= 0.5.'],
    ['recall(refund)', 'A requirement compares a figure with a number'],
  ] as const)
    it(`leaves the route out where it cannot be read: ${floor}`, async () => {
      const { route, problems } = await routeWith(JSON.stringify(floor));
      assert.equal(route, undefined);
      assert.ok(
        problems.some((problem) => problem.startsWith(message)),
        problems.join('\n'),
      );
    });

  it('is no figure in a latency route', async () => {
    const { route, problems } = await routeWith('recall(refund) >= 95%', 'latency');
    assert.equal(route, undefined);
    assert.match(problems.join('\n'), /only a cost route goes by a figure/);
  });
});

describe('a cost route whose floor is of a figure', () => {
  const request = { key: '', tokens: 10, text: '', hasTools: false, hasSchema: false, hasMedia: false };
  const order = async (known: Measurements, requestClass: 'simple' | 'standard' | 'hard' = 'standard') => {
    const steps = ['x/a', 'x/b'].map((target) => ({ target, retries: 0 }));
    const route = { steps, floor: 0.95, figure: recallOfRefund() };
    return orderByCost({ book: await routeBook('routes: {}'), request }, route, { measured: known, requestClass }).map(
      ({ step, isBroad }) => `${step.target}${isBroad ? ' of all' : ''}`,
    );
  };

  it('asks the cheapest that reaches it, however often the others pass', async () => {
    const low = { target: 'x/a', value: 0.8, of: 20 };
    const high = { target: 'x/b', value: 0.96, of: 20 };
    assert.deepEqual(await order(measured([low, high])), ['x/b of all', 'x/a of all']);
    assert.deepEqual(await order(measured([{ ...low, value: 0.95 }, high])), ['x/a of all', 'x/b of all']);
  });

  it('goes by the class of the request where that has enough cases, else by all', async () => {
    const all = ['x/a', 'x/b'].map((target) => ({ target, value: 0.96, of: 40 }));
    const hard = { target: 'x/a', class: 'hard' as const, value: 0.5, of: 5 };
    assert.deepEqual(await order(measured([...all, hard]), 'hard'), ['x/b of all', 'x/a']);
    assert.deepEqual(await order(measured([...all, { ...hard, of: 4 }]), 'hard'), ['x/a of all', 'x/b of all']);
  });

  it('takes a target without that figure for not proven', async () => {
    assert.deepEqual(await order(measured([{ target: 'x/b', value: 0.96, of: 20 }])), ['x/b of all', 'x/a of all']);
  });

  it('needs that very figure: what was learnt for another one decides nothing', () => {
    const figure = recallOfRefund();
    assert.equal(isMeasuredFor(measured([]), { figure }), true);
    assert.equal(isMeasuredFor(measured([], 'recall(late)'), { figure }), false);
    const { figure: _none, ...plain } = measured([]);
    assert.equal(isMeasuredFor(plain, { figure }), false);
    assert.equal(isMeasuredFor(plain, {}), true);
  });

  it('keeps what it learnt in its file', () => {
    const known = measured([
      { target: 'x/a', value: 0.8, of: 20 },
      { target: 'x/a', class: 'hard', value: 0.5, of: 6 },
    ]);
    const read = readMeasurements(formatMeasurements(known));
    assert.deepEqual(read?.figure, known.figure);
    assert.equal(read && formatMeasurements(read), formatMeasurements(known));
  });
});
