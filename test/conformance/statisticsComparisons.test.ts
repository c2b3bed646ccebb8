import assert from 'node:assert/strict';
import { listAt, textAt } from '../../src/core/jsonRead.ts';
import { noiseLevel } from '../../src/core/stats/compareOutcomes.ts';
import { holm } from '../../src/core/stats/holm.ts';
import { mcnemar } from '../../src/core/stats/mcnemar.ts';
import { pairedDifference } from '../../src/core/stats/pairedDifference.ts';
import { connorCases, moreCases } from '../../src/core/stats/sampleSize.ts';
import { skipWithoutData } from './data.ts';
import { assertNear, statisticsCases } from './statisticsData.ts';

describe('statistics of comparisons', () => {
  const tests = statisticsCases('mcnemar.json');
  const differences = statisticsCases('paired-difference.json');
  const adjustments = statisticsCases('p-adjust.json');
  const sizes = statisticsCases('sample-size.json');
  skipWithoutData([...tests, ...differences, ...adjustments, ...sizes]);

  for (const data of tests) {
    it(`${textAt(data, 'id')}: McNemar's exact test`, () => {
      const expected = Number(data['exact_p']);
      const tolerance = expected < 1e-12 ? expected * 1e-6 : 1e-9;
      assertNear(mcnemar(Number(data['b']), Number(data['c'])), expected, tolerance);
      assertNear(mcnemar(Number(data['c']), Number(data['b'])), expected, tolerance);
    });
  }

  for (const data of differences) {
    it(`${textAt(data, 'id')}: difference of paired rates with Newcombe's interval`, () => {
      const [both, onlyLeft, onlyRight, neither] = ['a', 'b', 'c', 'd'].map((name) => Number(data[name]));
      assert.ok(both !== undefined && onlyLeft !== undefined && onlyRight !== undefined && neither !== undefined);
      const found = pairedDifference({ both, onlyLeft, onlyRight, neither }, Number(data['confidence']));
      const [low, high] = data['newcombe'] === null ? [null, null] : listAt(data, 'newcombe');
      assertNear(found?.difference, data['difference'], 1e-9);
      assertNear(found?.low, low, 1e-9);
      assertNear(found?.high, high, 1e-9);
    });
  }

  for (const data of adjustments) {
    it(`${textAt(data, 'id')}: Holm's correction`, () => {
      const expected = listAt(data, 'holm').map(Number);
      const adjusted = holm(listAt(data, 'p').map(Number));
      assert.equal(adjusted.length, expected.length);
      for (const [index, p] of adjusted.entries()) {
        assertNear(p, expected[index], Math.min(1e-12, (expected[index] ?? 0) * 1e-9));
        if (data['boundary'] !== true) assert.equal(p <= noiseLevel, listAt(data, 'reject_holm')[index]);
      }
    });
  }

  for (const data of sizes) {
    it(`${textAt(data, 'id')}: cases needed by Connor's formula`, () => {
      const isObserved = data['n'] !== undefined;
      const [cases, onlyLeft, onlyRight] = ['n', 'b', 'c'].map((name) => Number(data[name]));
      const rates = isObserved
        ? { left: Number(onlyLeft) / Number(cases), right: Number(onlyRight) / Number(cases) }
        : { left: Number(data['p10']), right: Number(data['p01']) };
      const needed = connorCases(rates, { alpha: Number(data['alpha']), power: Number(data['power']) });
      assertNear(needed, data['connor'], 1e-9 * Number(data['connor']));
      assertNear(needed === undefined ? undefined : Math.ceil(needed), data['connor_n'], 0);
      if (!isObserved) return;
      const counts = { onlyLeft: Number(onlyLeft), onlyRight: Number(onlyRight), cases: Number(cases) };
      assertNear(moreCases(counts, Number(data['alpha'])), data['more_cases'], 0);
    });
  }
});
