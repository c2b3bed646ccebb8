import assert from 'node:assert/strict';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { bootstrapMean, seededResamples } from '../../src/core/stats/bootstrap.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';
import { assertNear, statisticsCases } from './statisticsData.ts';

/** Index sets by name, as the golden figures were made with. */
function fixedResamples(name: string): readonly (readonly number[])[] {
  return conformanceFiles('statistics', 'bootstrap.json')
    .flatMap(({ text }) => listAt(objectAt(JSON.parse(text), 'resamples') ?? {}, name))
    .map((places) => (Array.isArray(places) ? places.map(Number) : []));
}

describe('bootstrap of a mean', () => {
  const fixed = statisticsCases('bootstrap.json').filter((data) => data['statistic'] === 'mean');
  const large = statisticsCases('bootstrap.json', 'large_sample');
  skipWithoutData([...fixed, ...large]);

  for (const data of fixed) {
    it(`${textAt(data, 'id')}: BCa interval of fixed resamples`, () => {
      const values = listAt(data, 'data').map(Number);
      const resamples = fixedResamples(textAt(data, 'resamples') ?? '');
      const found = bootstrapMean(values, { confidence: Number(data['confidence']), resamples });
      const [low, high] = listAt(data, 'bca');
      const tolerance = 1e-9 * Math.max(1, ...values);
      if (low !== null) assertNear(found?.mean, data['estimate'], tolerance);
      assertNear(found?.low, low, tolerance);
      assertNear(found?.high, high, tolerance);
    });
  }

  for (const data of large) {
    it(`${textAt(data, 'id')}: BCa interval of our own resamples`, () => {
      const values = listAt(data, 'data').map(Number);
      const [low, high] = listAt(data, 'bca');
      const tolerance = Number(data['bca_tolerance']);
      assert.ok(tolerance > 0);
      for (const seed of [1, 20_261_120, 987_654_321]) {
        const resamples = seededResamples(values.length, 10_000, seed);
        const found = bootstrapMean(values, { confidence: Number(data['confidence']), resamples });
        assertNear(found?.low, low, tolerance);
        assertNear(found?.high, high, tolerance);
      }
    });
  }
});
