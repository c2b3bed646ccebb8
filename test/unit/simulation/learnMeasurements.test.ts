import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import type { CostRoute } from '../../../src/core/routing/route.ts';
import { compareWays } from '../../../src/core/simulation/compareWays.ts';
import { classOfRow, learnMeasurements } from '../../../src/core/simulation/learnMeasurements.ts';
import { compareWith } from '../../../src/core/simulation/proposeRoutes.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { simulateTarget } from '../../../src/core/simulation/simulateRoute.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

const rowsOf = (prompts: readonly string[], behave: (model: string, prompt: string) => Behaviour) =>
  replayRows(finishedRun(['cheap', 'dear'], prompts, behave)).rows;

describe('what a cost route learns', () => {
  const prompts = Array.from({ length: 60 }, (_, index) => `${index % 3 === 0 ? 'Prove' : 'Name'} number ${index}`);
  const route = (by: 'table' | 'logistic'): CostRoute => ({
    kind: 'cost',
    name: 'r',
    steps: ['fake/dear', 'fake/cheap'].map((target) => ({ target, retries: 0 })),
    floor: 0.9,
    classify: { by },
  });
  const classesOf = async (by: 'table' | 'logistic', behave: (model: string, prompt: string) => Behaviour) => {
    const rows = rowsOf(prompts, behave);
    const book = await routeBook('routes: {}');
    const options = { book, checks: new RouteChecks(), random: seededRandom('x'), date: '2026-11-20', suites: [] };
    const learnt = learnMeasurements(route(by), rows, options);
    return rows.map((row) => [row.caseId, classOfRow({ by }, row, learnt)]);
  };

  it('is simple where the cheapest passes, wherever the route names it', async () => {
    const cheapest = (model: string): Behaviour => ({
      passed: model === 'cheap',
      cost: model === 'cheap' ? 0.001 : 0.1,
    });
    assert.deepEqual(new Set((await classesOf('table', cheapest)).map(([, name]) => name)), new Set(['simple']));
  });

  it('is told by the words of the requests that pass', async () => {
    const words = (model: string, prompt: string): Behaviour => ({
      passed: model === 'dear' || prompt.startsWith('Name'),
      cost: model === 'cheap' ? 0.001 : 0.1,
    });
    const classes = await classesOf('logistic', words);
    const expected = prompts.map((prompt) => [prompt, prompt.startsWith('Name') ? 'simple' : 'hard']);
    assert.deepEqual(classes, expected);
  });
});

describe('the ways of telling requests apart', () => {
  const prompts = Array.from({ length: 60 }, (_, index) => `${index % 3 === 0 ? 'Prove' : 'Name'} number ${index}`);

  it('take the cheapest floor that keeps the quality of the best, in whatever order floors are given', async () => {
    // The dear model fails each tenth row; the cheap one fails these and all proofs.
    const rows = rowsOf(prompts, (model, prompt) => ({
      passed: !prompt.endsWith('5') && (model === 'dear' || prompt.startsWith('Name')),
      cost: model === 'cheap' ? 0.001 : 0.1,
    }));
    const book = await routeBook('routes: {}');
    const options = { book, checks: new RouteChecks(), random: seededRandom('x'), date: '2026-11-20', suites: [] };
    const search = {
      ...options,
      models: ['fake/cheap', 'fake/dear'],
      candidates: [],
      constraints: { keep: 0.95 },
    };
    for (const floors of [
      [0.1, 0.85, 1],
      [1, 0.85, 0.1],
    ]) {
      const ways = await compareWays(rows, search, { floors, classifiers: [] });
      const logistic = ways.find(({ classify }) => classify.by === 'logistic')?.result;
      assert.deepEqual(
        Object.fromEntries(logistic?.shares ?? []),
        { 'fake/cheap': 40, 'fake/dear': 20 },
        String(floors),
      );
    }
  });
});

describe('what a proposal saves', () => {
  it('is unknown where a cost of either side is', async () => {
    const rows = rowsOf(['p', 'q'], (model) => ({ passed: true, cost: model === 'cheap' ? 1 : 4 }));
    const options = { book: await routeBook('routes: {}'), checks: new RouteChecks(), random: seededRandom('x') };
    const [cheap, dear] = ['fake/cheap', 'fake/dear'].map((model) => simulateTarget(model, rows, options));
    assert.ok(cheap && dear);
    assert.equal(compareWith(dear, cheap).saving?.saving, 0.75);
    assert.equal(compareWith(dear, { ...cheap, costAtLeast: true }).saving, undefined);
    assert.equal(compareWith({ ...dear, costAtLeast: true }, cheap).saving, undefined);
    assert.equal(compareWith(dear, { ...cheap, costPer1000: undefined }).saving, undefined);
  });
});
