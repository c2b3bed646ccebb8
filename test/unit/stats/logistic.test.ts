import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { fitLogistic, probabilityOf } from '../../../src/core/stats/logistic.ts';

describe('a logistic model', () => {
  it('finds the odds that the data were drawn from', () => {
    const random = seededRandom('odds');
    const rows = Array.from({ length: 4000 }, () => [random() * 4 - 2, random() * 10]);
    const outcomes = rows.map(([x = 0, y = 0]) => random() < 1 / (1 + Math.exp(-(1 + 2 * x - 0.3 * y))));
    const model = fitLogistic(rows, outcomes);
    for (const [row, truth] of [
      [[0, 0], 1],
      [[1, 5], 1.5],
      [[-1, 2], -1.6],
    ] as const)
      assert.ok(Math.abs(probabilityOf(model, row) - 1 / (1 + Math.exp(-truth))) < 0.04, String(row));
  });

  it('says how often it happened where nothing tells when', () => {
    const rows = Array.from({ length: 100 }, () => [7]);
    const model = fitLogistic(
      rows,
      rows.map((_, index) => index % 4 === 0),
    );
    assert.ok(Math.abs(probabilityOf(model, [7]) - 0.25) < 0.01);
  });

  it('stays finite where the outcomes are all the same, or told without a doubt', () => {
    const rows = Array.from({ length: 40 }, (_, index) => [index]);
    const always = fitLogistic(
      rows,
      rows.map(() => true),
    );
    assert.ok(probabilityOf(always, [3]) > 0.95);
    const split = fitLogistic(
      rows,
      rows.map((_, index) => index < 20),
    );
    assert.ok(split.weights.every(Number.isFinite));
    assert.ok(probabilityOf(split, [2]) > 0.9 && probabilityOf(split, [38]) < 0.1);
  });
});
