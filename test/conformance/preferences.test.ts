import assert from 'node:assert/strict';
import type { PreferenceReading, Preferred } from '../../src/core/grading/verdict.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { preferenceFigures } from '../../src/core/results/preferenceFigures.ts';
import { orderModel } from '../../src/core/stats/orderModel.ts';
import { skipWithoutData } from './data.ts';
import { numbersAt, peopleCases, tableAt } from './peopleData.ts';
import { assertNear } from './statisticsData.ts';

const fitted = 1e-6;

describe('how a judge favours a place', () => {
  const models = peopleCases('order-and-length.json', 'order_model');
  const simulated = peopleCases('simulated-pairs.json');
  skipWithoutData([...models, ...simulated]);

  for (const data of models)
    it(`${textAt(data, 'id')}: strengths and bonus of what stands first`, () => {
      const [won, lost] = [tableAt(data, 'first_won'), tableAt(data, 'first_lost')];
      const contests = won.flatMap((row, first) =>
        row.map((firstWon, second) => ({ first, second, firstWon, firstLost: lost[first]?.[second] ?? 0 })),
      );
      const found = orderModel(
        won.length,
        contests.filter(({ first, second }) => first !== second),
      );
      for (const [index, strength] of numbersAt(data, 'strengths').entries())
        assertNear(found?.strengths[index], strength, fitted);
      assertNear(found?.firstBonus, data['first_bonus'], fitted);
      assertNear(found?.firstBonusError, data['first_bonus_se'], fitted);
    });

  for (const data of simulated)
    it(`${textAt(data, 'id')}: planted faults are found in the figures of a run, and no others`, () => {
      const [figures] = preferenceFigures(rowsOf(data));
      const [judge] = figures?.judges ?? [];
      assert.equal(judge?.orders.pairs, data['pairs']);
      assert.equal(judge?.orders.flipsToFirst, data['flips_to_first']);
      assert.equal(judge?.orders.flipsToSecond, data['flips_to_second']);
      const wanted = objectAt(data, 'fitted');
      assertNear(judge?.place?.firstBonus, wanted?.['first_bonus'], fitted);
      assertNear(judge?.place?.firstBonusError, wanted?.['first_bonus_se'], fitted);
      const { firstBonus = 0, firstBonusError = 0 } = judge?.place ?? {};
      assert.equal(Math.abs(firstBonus) > 1.959964 * firstBonusError, data['bias_found']);
    });
});

const said: Readonly<Record<string, Preferred>> = { T: 'tie' };

/** A run in which one judge chose as the data say: each comparison is a case of its own. */
function rowsOf(data: JsonObject) {
  return listAt(data, 'choices').flatMap((entry, pair) => {
    const [target, base, outcomes] = Array.isArray(entry) ? entry.map(String) : [];
    if (target === undefined || base === undefined || outcomes === undefined) return [];
    const choice = (letter: string | undefined) => said[letter ?? ''] ?? (letter === target ? 'own' : 'base');
    return outcomes.split(' ').map((word, index) => {
      const reading: PreferenceReading = {
        type: 'preference',
        name: 'x',
        base,
        lengths: [1, 1],
        asked: { judge: 'a/judge', whenFirst: choice(word[0]), whenSecond: choice(word[1]) },
      };
      const check = { outcome: 'pass' as const, score: 1, reason: '', reading };
      const verdict = { outcome: 'pass' as const, score: 1, reason: '', namedScores: {}, checks: [check] };
      return { cell: { caseId: `${pair} ${index}`, repeat: 0, target, verdict }, testCase: { checks: [] } };
    });
  });
}
