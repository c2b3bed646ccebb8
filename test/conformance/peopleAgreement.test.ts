import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { kappaInterval, kappaOf, matthews } from '../../src/core/stats/agreement.ts';
import { bothOrders, type Choice, type OrderedChoices } from '../../src/core/stats/bothOrders.ts';
import { bradleyTerry } from '../../src/core/stats/bradleyTerry.ts';
import { hajekRate, rateByVerdict, stratifiedRate } from '../../src/core/stats/correctedRate.ts';
import { type JudgedShare, judgeErrors } from '../../src/core/stats/judgeErrors.ts';
import { krippendorffAlpha, type RatingLevel } from '../../src/core/stats/krippendorff.ts';
import { lengthBias } from '../../src/core/stats/lengthBias.ts';
import { labelsForKappa, labelsForWidth } from '../../src/core/stats/moreLabels.ts';
import { wilson } from '../../src/core/stats/wilson.ts';
import { winRate } from '../../src/core/stats/winRate.ts';
import { skipWithoutData } from './data.ts';
import { assertInterval, numbersAt, peopleCases, tableAt } from './peopleData.ts';
import { assertNear } from './statisticsData.ts';

const near = 1e-9;
const fitted = 1e-6;

function isRatingLevel(level: unknown): level is RatingLevel {
  return level === 'nominal' || level === 'ordinal' || level === 'interval';
}

describe('agreement of people and judges', () => {
  const tables = peopleCases('agreement.json', 'table');
  const ratings = peopleCases('agreement.json', 'ratings');
  skipWithoutData([...tables, ...ratings]);

  for (const data of tables)
    it(`${textAt(data, 'id')}: kappa`, () => {
      const table = tableAt(data, 'table');
      const n = Number(data['n']);
      if (data['agreement_wilson'] !== undefined)
        assertInterval(
          wilson(
            table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0),
            n,
          ),
          data['agreement_wilson'],
        );
      const found = kappaOf(table);
      assertNear(found?.kappa, data['kappa'], near);
      if (data['kappa'] !== null) assertNear(found?.error, data['kappa_se'], near);
      if (data['kappa_ci_plus_one'] !== undefined) assertInterval(kappaInterval(table), data['kappa_ci_plus_one']);
      if (data['mcc'] !== undefined) assertNear(matthews(table), data['mcc'], near);
      for (const weights of ['linear', 'quadratic'] as const) {
        const wanted = objectAt(data['weighted'], weights);
        if (!wanted) continue;
        assertNear(kappaOf(table, weights)?.kappa, wanted['kappa'], near);
        if (wanted['kappa_se'] !== undefined) assertNear(kappaOf(table, weights)?.error, wanted['kappa_se'], near);
      }
    });

  for (const data of ratings)
    it(`${textAt(data, 'id')}: alpha of several people`, () => {
      const rows = listAt(data, 'ratings').map((row) =>
        Array.isArray(row) ? row.map((value) => (typeof value === 'number' ? value : null)) : [],
      );
      const { level } = data;
      assert.ok(isRatingLevel(level), `the level ${String(level)} is not known`);
      assertNear(krippendorffAlpha(rows, level), data['alpha'], near);
    });
});

describe('the errors of a judge', () => {
  const cases = peopleCases('judge-errors.json');
  skipWithoutData(cases);

  for (const data of cases)
    it(`${textAt(data, 'id')}: which way it errs`, () => {
      const found = judgeErrors({
        bothPass: Number(data['both_pass']),
        tooStrict: Number(data['too_strict']),
        tooLenient: Number(data['too_lenient']),
        bothFail: Number(data['both_fail']),
      });
      const shares: Readonly<Record<string, JudgedShare | undefined>> = {
        pass_caught: found.passCaught,
        fail_caught: found.failCaught,
        judge_pass_right: found.passRight,
        judge_fail_right: found.failRight,
      };
      for (const [name, share] of Object.entries(shares)) {
        assertNear(share?.value, data[name], near);
        assertInterval(share?.interval, data[`${name}_ci`]);
      }
      assertNear(found.personRate, data['person_pass_rate'], near);
      assertNear(found.judgeRate, data['judge_pass_rate'], near);
      assertNear(found.balancedAccuracy, data['balanced_accuracy'], near);
      assertNear(found.difference?.difference, data['difference'], near);
      assertInterval(found.difference, data['difference_ci']);
      assertNear(found.p, data['mcnemar_p'], near);
    });
});

describe('the pass rate that people would give', () => {
  const byVerdict = peopleCases('corrected-rate.json', 'by_verdict');
  const strata = peopleCases('weights.json', 'strata');
  const chances = peopleCases('weights.json', 'chances');
  skipWithoutData([...byVerdict, ...strata, ...chances]);

  for (const data of byVerdict)
    it(`${textAt(data, 'id')}: by the judge's verdict`, () => {
      const counts = {
        judgePass: Number(data['judge_pass']),
        judgeFail: Number(data['judge_fail']),
        labelledOfPass: Number(data['labelled_of_pass']),
        personPassOfPass: Number(data['person_pass_of_pass']),
        labelledOfFail: Number(data['labelled_of_fail']),
        personPassOfFail: Number(data['person_pass_of_fail']),
      };
      const found = rateByVerdict(counts);
      assertNear(found?.rate, data['estimate'], near);
      assertInterval(found?.interval, data['ci']);
      assertInterval(rateByVerdict(counts, { theseAnswers: true })?.interval, data['ci_these_answers']);
    });

  for (const data of strata)
    it(`${textAt(data, 'id')}: by strata`, () => {
      const found = stratifiedRate(
        listAt(data, 'strata').map((each) => ({
          answers: Number(objectOf(each)['answers']),
          labelled: Number(objectOf(each)['labelled']),
          passed: Number(objectOf(each)['passed']),
        })),
      );
      assertNear(found?.rate, data['estimate'], near);
      assertInterval(found?.interval, data['ci']);
    });

  for (const data of chances)
    it(`${textAt(data, 'id')}: by the chance of each label`, () => {
      const chanceOf = numbersAt(data, 'chance');
      const labels = [...String(data['passed'])].map((passed, index) => ({
        passed: passed === '1',
        chance: chanceOf[index] ?? 1,
      }));
      const found = hajekRate(labels);
      assertNear(found?.rate, data['hajek'], near);
      assertNear(found?.error, data['hajek_se'], near);
      assertNear(found?.effective, data['effective_labels'], 1e-7);
    });
});

describe('how many more labels', () => {
  const widths = peopleCases('more-labels.json', 'wilson_width');
  const kappas = peopleCases('more-labels.json', 'kappa_width');
  skipWithoutData([...widths, ...kappas]);

  for (const data of widths)
    it(`${textAt(data, 'id')}: for a pass rate`, () => {
      const [passed, labelled, width] = [
        Number(data['passed']),
        Number(data['labelled']),
        Number(data['wanted_width']),
      ];
      assert.equal(labelsForWidth(passed, labelled, width), data['needed']);
      assert.equal(labelsForWidth(0, 0, width), data['worst_case_needed']);
    });

  for (const data of kappas)
    it(`${textAt(data, 'id')}: for a kappa`, () => {
      assert.equal(
        labelsForKappa(Number(data['kappa_se']), Number(data['labelled']), Number(data['wanted_width'])),
        data['needed'],
      );
    });
});

describe('what is liked better', () => {
  const strengths = peopleCases('ranking.json', 'strength');
  const rates = peopleCases('ranking.json', 'win_rate');
  const orders = peopleCases('order-and-length.json', 'both_orders');
  const lengths = peopleCases('order-and-length.json', 'length');
  skipWithoutData([...strengths, ...rates, ...orders, ...lengths]);

  for (const data of strengths)
    it(`${textAt(data, 'id')}: strengths`, () => {
      const found = bradleyTerry({ wins: tableAt(data, 'wins'), ties: tableAt(data, 'ties') });
      if (data['strengths'] === null) {
        assert.ok('unbeaten' in found, 'there is no finite strength');
        return;
      }
      assert.ok('strengths' in found, JSON.stringify(found));
      for (const [index, strength] of numbersAt(data, 'strengths').entries())
        assertNear(found.strengths[index], strength, fitted);
      for (const [i, row] of tableAt(data, 'difference_se').entries())
        for (const [j, error] of row.entries()) assertNear(found.errors[i]?.[j], error, fitted);
    });

  for (const data of rates)
    it(`${textAt(data, 'id')}: wins, losses and ties`, () => {
      const found = winRate({ wins: Number(data['wins']), losses: Number(data['losses']), ties: Number(data['ties']) });
      assertNear(found?.rate, data['rate'], near);
      assertInterval(found?.interval, data['wilson']);
      if (found) assertNear(found.p, data['sign_p'], near);
    });

  for (const data of orders)
    it(`${textAt(data, 'id')}: both orders`, () => {
      const found = bothOrders(choicesIn(objectOf(data['outcomes'])));
      assert.equal(found.pairs, data['pairs']);
      assert.equal(found.flipsToFirst, data['flips_to_first']);
      assert.equal(found.flipsToSecond, data['flips_to_second']);
      assertInterval(found.sameInterval, data['same_both_times_ci']);
      assertNear(found.firstShare, data['first_share'], near);
      assertNear(found.p, data['flip_p'], near);
      assertNear(found.orderEffect?.difference, data['order_effect'], near);
      assertInterval(found.orderEffect, data['order_effect_ci']);
      const { A: a, B: b, tie: ties } = objectOf(data['strict']);
      assert.deepEqual(found.strict, { a, b, ties });
      assertNear(found.meanScore, data['mean_score_A'], near);
      assertNear(found.strictRate, data['strict_rate_A'], near);
      assertInterval(found.strictInterval, data['strict_rate_A_ci']);
    });

  for (const data of lengths)
    it(`${textAt(data, 'id')}: length`, () => {
      const [lengthA, lengthB] = [numbersAt(data, 'length_A'), numbersAt(data, 'length_B')];
      const won = [...String(data['A_won'])];
      const found = lengthBias(
        lengthA.map((length, index) => ({ lengthA: length, lengthB: lengthB[index] ?? 0, wonA: won[index] === '1' })),
      );
      assert.deepEqual([found.longerWon, found.pairs], [data['longer_won'], data['of']]);
      assertNear(found.longerShare, data['longer_share'], near);
      assertInterval(found.longerInterval, data['longer_share_ci']);
      const model = objectAt(data, 'model');
      assertNear(found.intercept, model?.['intercept'] ?? null, fitted);
      assertNear(found.slope, model?.['log_length_ratio'] ?? null, fitted);
      assertNear(found.rateAtEqualLength, model?.['rate_A_at_equal_length'] ?? null, fitted);
    });
});

const choiceOf: Readonly<Record<string, Choice>> = { A: 'A', B: 'B', T: 'tie' };

function choicesIn(outcomes: JsonObject): readonly OrderedChoices[] {
  return Object.entries(outcomes).flatMap(([both, count]) =>
    Array.from({ length: Number(count) }, () => ({
      first: choiceOf[both[0] ?? ''] ?? 'tie',
      second: choiceOf[both[1] ?? ''] ?? 'tie',
    })),
  );
}

function objectOf(value: unknown): JsonObject {
  return objectAt({ value }, 'value') ?? {};
}
