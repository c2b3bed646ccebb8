import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Check } from '../../../src/core/dataset/suite.ts';
import { type GradingOptions, gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

async function graded(output: string, checks: readonly Check[], options: GradingOptions = {}, vars: JsonObject = {}) {
  return gradeAnswer(answered(output, { vars }), checks, options);
}

async function summary(output: string, checks: readonly Check[], options: GradingOptions = {}) {
  const { outcome, score } = await graded(output, checks, options);
  return [outcome, score];
}

const passes = check('contains', 'a');
const fails = check('contains', 'z');

describe('gradeAnswer', () => {
  it('passes with a score of 1 when there is nothing to check', async () => {
    assert.deepEqual(await summary('abc', []), ['pass', 1]);
  });

  it('takes the weighted mean of the scores and fails with any check', async () => {
    assert.deepEqual(await summary('abc', [{ ...passes, weight: 3 }, fails]), ['fail', 0.75]);
  });

  it('lets the threshold alone decide where there is one', async () => {
    assert.deepEqual(await summary('abc', [{ ...passes, weight: 3 }, fails], { threshold: 0.75 }), ['pass', 0.75]);
    assert.deepEqual(await summary('abc', [{ ...passes, weight: 3 }, fails], { threshold: 0.8 }), ['fail', 0.75]);
  });

  it('counts a check of weight 0 as passed and keeps its score out of the mean', async () => {
    const verdict = await graded('abc', [{ ...fails, weight: 0, metric: 'free' }, passes]);
    assert.deepEqual(
      [verdict.outcome, verdict.score, verdict.checks[0]?.outcome, verdict.namedScores],
      ['pass', 1, 'pass', { free: 0 }],
    );
    assert.deepEqual(await summary('abc', [{ ...fails, weight: 0 }]), ['pass', 0]);
  });

  it('counts a set as one check, with a weight and a threshold of its own', async () => {
    const set: Check = { type: 'assert-set', assert: [passes, fails], threshold: 0.5, weight: 3, metric: 'set' };
    const verdict = await graded('abc', [set, fails]);
    assert.deepEqual([verdict.outcome, verdict.score, verdict.namedScores], ['fail', 0.375, { set: 0.5 }]);
    assert.deepEqual(
      verdict.checks[0]?.components?.map(({ outcome }) => outcome),
      ['pass', 'fail'],
    );
  });

  it('gives each metric its weighted mean, under its rendered name', async () => {
    const checks = [
      { ...fails, weight: 3, metric: '{{area}}/facts' },
      { ...passes, metric: '{{area}}/facts' },
    ];
    const { namedScores } = await graded('abc', checks, {}, { area: 'law' });
    assert.deepEqual(namedScores, { 'law/facts': 0.25 });
  });

  it('keeps what cannot be checked apart from what failed', async () => {
    const verdict = await graded('abc', [passes, check('python', 'pass'), fails]);
    assert.deepEqual(
      verdict.checks.map(({ outcome }) => outcome),
      ['pass', 'error', 'fail'],
    );
    assert.equal(verdict.outcome, 'fail', 'what has failed has failed, whatever another check would have said');
    const without = await graded('abc', [passes, check('python', 'pass')]);
    assert.equal(without.outcome, 'error');
    assert.match(without.reason, /"python" needs Python/);
    assert.equal((await graded('abc', [passes, check('python', 'pass'), fails], { threshold: 0.1 })).outcome, 'error');
  });

  it('is ungraded when only a judge is missing for a pass, and failed when another check failed anyway', async () => {
    const rubric = check('llm-rubric', 'is polite');
    const options = { judge: judgeThatSays(), defaultJudge: 'simulated/judge' };
    assert.deepEqual(await summary('abc', [passes, rubric], options), ['ungraded', 1]);
    assert.deepEqual(await summary('abc', [fails, rubric], options), ['fail', 0]);
  });

  it('decides by the threshold in spite of an ungraded check where that check could not change it', async () => {
    const rubric = check('llm-rubric', 'is polite');
    const options = { judge: judgeThatSays(), defaultJudge: 'simulated/judge' };
    assert.equal((await summary('abc', [passes, passes, rubric], { ...options, threshold: 0.6 }))[0], 'pass');
    assert.equal((await summary('abc', [fails, fails, rubric], { ...options, threshold: 0.6 }))[0], 'fail');
    assert.equal((await summary('abc', [passes, rubric], { ...options, threshold: 0.6 }))[0], 'ungraded');
  });

  it('counts an ungraded check as reaching the threshold, or missing it, only where it does so by a whole score', async () => {
    const rubric = check('llm-rubric', 'is polite');
    const options = { judge: judgeThatSays(), defaultJudge: 'simulated/judge', threshold: 0.5 };
    assert.equal((await summary('abc', [passes, rubric], options))[0], 'pass');
    assert.equal((await summary('abc', [fails, rubric], options))[0], 'ungraded');
  });

  it('says the score and the threshold, to four digits', async () => {
    const { reason } = await graded('abc', [passes, fails, fails], { threshold: 0.5 });
    assert.equal(reason, 'The score of all checks is 0.3333; the threshold is 0.5.');
  });

  it('is an error where the conversation ended before the turn that a check is about', async () => {
    const { outcome, reason } = await graded('abc', [{ ...passes, turn: 2 }], { turns: [answered('abc')] });
    assert.deepEqual([outcome, reason], ['error', 'The conversation ended before turn 3 was answered.']);
  });

  it('awaits a comparison where one of its checks is one', async () => {
    const awaits = async (...checks: readonly Check[]) => (await graded('abc', checks)).awaitsComparison;
    assert.deepEqual(
      [await awaits(passes), await awaits(passes, check('max-score')), await awaits(check('max-score'))],
      [undefined, true, true],
    );
  });

  it('shows what was expected where a check failed, and nowhere else', async () => {
    const expected = async (type: string, value: string) =>
      (await graded('abc', [check(type, value)])).checks[0]?.expected;
    assert.deepEqual(
      [await expected('equals', 'abd'), await expected('equals', 'abc'), await expected('not-equals', 'abc')],
      ['abd', undefined, undefined],
    );
  });

  it('leaves checks that compare answers open, and out of the mean', async () => {
    const verdict = await graded('abc', [passes, check('max-score')]);
    assert.deepEqual([verdict.outcome, verdict.score, verdict.checks[1]?.outcome], ['pass', 1, 'ungraded']);
  });

  it('never passes a type that it does not know', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.boolean(), async (name, negated) => {
        const { outcome } = await graded('abc', [{ type: `x-${name}`, negated }]);
        assert.equal(outcome, 'error');
      }),
    );
  });

  it('stops when the run is cancelled while a judge is asked', async () => {
    const cancelled = new Error('cancelled');
    const options = { judge: judgeThatSays(cancelled), defaultJudge: 'simulated/judge' };
    await assert.rejects(graded('abc', [check('llm-rubric', 'is polite')], options), cancelled);
  });
});
