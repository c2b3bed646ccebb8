import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { passAtK, passHatK } from '../../src/core/stats/passAtK.ts';
import { percentile } from '../../src/core/stats/percentile.ts';
import { wilson } from '../../src/core/stats/wilson.ts';
import { skipWithoutData } from './data.ts';
import { assertNear, statisticsCases } from './statisticsData.ts';

describe('statistics', () => {
  const wilsons = statisticsCases('wilson.json');
  const passes = statisticsCases('pass-at-k.json');
  const percentiles = statisticsCases('percentiles.json');
  skipWithoutData([...wilsons, ...passes, ...percentiles]);

  for (const data of wilsons) {
    it(`${textAt(data, 'id')}: Wilson interval`, () => {
      const interval = wilson(Number(data['k']), Number(data['n']), Number(data['confidence']));
      const [low, high] = data['wilson'] === null ? [null, null] : listAt(data, 'wilson');
      assertNear(interval?.low, low, 1e-9);
      assertNear(interval?.high, high, 1e-9);
    });
  }

  for (const data of passes) {
    it(`${textAt(data, 'id')}: pass@k and pass^k`, () => {
      const runs = Number(data['n']);
      if (data['pass_at_k'] !== undefined) {
        assertNear(passAtK(runs, Number(data['c']), Number(data['k'])), data['pass_at_k'], 1e-12);
        assertNear(passHatK(runs, Number(data['c']), Number(data['k'])), data['pass_hat_k'], 1e-12);
      }
      const counts = data['c_list'] === undefined ? [data['c']] : listAt(data, 'c_list');
      listAt(data, 'k_list').forEach((k, index) => {
        const values = counts.map((passed) => passAtK(runs, Number(passed), Number(k)));
        const mean = values.reduce((sum: number, value) => sum + (value ?? Number.NaN), 0) / values.length;
        assertNear(mean, listAt(data, 'pass_at_k_list')[index], 1e-12);
      });
    });
  }

  for (const data of percentiles) {
    it(`${textAt(data, 'id')}: percentiles`, () => {
      for (const [percent, expected] of Object.entries(objectAt(data, 'linear') ?? {})) {
        const tolerance = 1e-11 * Math.max(1, Math.abs(Number(expected)));
        assertNear(percentile(listAt(data, 'data').map(Number), Number(percent)), expected, tolerance);
      }
    });
  }
});
