import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import { compareAnswers } from '../../../src/core/grading/compareAnswers.ts';
import { gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import type { GradingPorts } from '../../../src/core/grading/grader.ts';
import { judgementsIn } from '../../../src/core/grading/judgements.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

async function verdictsOf(outputs: readonly string[], checks: readonly Check[], ports: GradingPorts = {}) {
  const answers = await Promise.all(
    outputs.map(async (output) => ({
      answer: answered(output),
      verdict: await gradeAnswer(answered(output), checks, ports),
    })),
  );
  return compareAnswers(answers, checks, ports);
}

async function compared(outputs: readonly string[], checks: readonly Check[], ports: GradingPorts = {}) {
  const verdicts = await verdictsOf(outputs, checks, ports);
  return verdicts.map(({ outcome, score, checks: all }) => [outcome, score, all.at(-1)?.outcome]);
}

async function scoresOfLast(outputs: readonly string[], checks: readonly Check[]) {
  return (await verdictsOf(outputs, checks)).map(({ checks: all }) => all.at(-1)?.score);
}

async function reasonsOfLast(outputs: readonly string[], checks: readonly Check[], ports: GradingPorts) {
  return (await verdictsOf(outputs, checks, ports)).map(({ checks: all }) => all.at(-1)?.reason);
}

const hasA = check('contains', 'a');
const threeWords = check('word-count', { min: 3 });

describe('max-score', () => {
  it('passes the answer with the highest mean; the others fail with 0', async () => {
    assert.deepEqual(await compared(['a', 'a with more words', 'b only'], [hasA, threeWords, check('max-score')]), [
      ['fail', 0, 'fail'],
      ['pass', 1, 'pass'],
      ['fail', 0, 'fail'],
    ]);
  });

  it('can sum by weights of its own and ask for a threshold', async () => {
    const settings = { method: 'sum', weights: { contains: 2 }, threshold: 2.5 };
    assert.deepEqual(await compared(['a b c', 'a'], [hasA, threeWords, check('max-score', settings)]), [
      ['pass', 1, 'pass'],
      ['fail', 0, 'fail'],
    ]);
    assert.deepEqual(await compared(['a', 'b'], [hasA, threeWords, check('max-score', settings)]), [
      ['fail', 0, 'fail'],
      ['fail', 0, 'fail'],
    ]);
  });

  it('says who has the highest score, or which threshold that misses', async () => {
    assert.deepEqual(await reasonsOfLast(['a', 'b'], [hasA, check('max-score')], {}), [
      'It has the highest score; it has 1.',
      'Another answer has 1; it has 0.',
    ]);
    assert.deepEqual(await reasonsOfLast(['a', 'b'], [hasA, check('max-score', { threshold: 2 })], {}), [
      'The threshold is 2; it has 1.',
      'Another answer has 1; it has 0.',
    ]);
  });

  it('lets the first of equals win', async () => {
    assert.deepEqual(await compared(['a', 'a'], [hasA, check('max-score')]), [
      ['pass', 1, 'pass'],
      ['fail', 0, 'fail'],
    ]);
  });

  it('is an error without another check, and open with one answer', async () => {
    assert.deepEqual(await compared(['a', 'b'], [check('max-score')]), [
      ['error', 1, 'error'],
      ['error', 1, 'error'],
    ]);
    assert.deepEqual(await compared(['a'], [hasA, check('max-score')]), [['ungraded', 1, 'ungraded']]);
  });
});

describe('not-max-score', () => {
  it('fails the highest alone', async () => {
    assert.deepEqual(await compared(['a', 'b'], [hasA, check('not-max-score')]), [
      ['fail', 0, 'fail'],
      ['fail', 0, 'pass'],
    ]);
    assert.deepEqual(await scoresOfLast(['a', 'b'], [hasA, check('not-max-score')]), [0, 1]);
  });
});

describe('an answer that another check has decided', () => {
  it('stays an error, or failed, where the comparison is open', async () => {
    const open = check('max-score');
    assert.deepEqual(await compared(['a'], [check('contains'), open]), [['error', 0, 'ungraded']]);
    assert.deepEqual(await compared(['b'], [hasA, open]), [['fail', 0, 'ungraded']]);
  });
});

describe('select-best', () => {
  const best = check('select-best', 'the shortest');

  it('says whom the judge chose, and why', async () => {
    const ports = { judge: judgeThatSays({ choice: 1, reason: 'It is short.' }), defaultJudge: 'm/j' };
    assert.deepEqual(await reasonsOfLast(['long', 's'], [best], ports), [
      'The judge chose another answer: It is short.',
      'The judge chose this answer: It is short.',
    ]);
    const silent = { judge: judgeThatSays({ choice: 0 }), defaultJudge: 'm/j' };
    assert.deepEqual(await reasonsOfLast(['long', 's'], [best], silent), [
      'The judge chose this answer.',
      'The judge chose another answer.',
    ]);
  });

  it('takes the choice that was made before, and makes none where it may only look it up', async () => {
    const ports = { judge: judgeThatSays({ choice: 1 }), defaultJudge: 'm/j' };
    const known = judgementsIn(await verdictsOf(['long', 's'], [best], ports));
    assert.equal(known.size, 2);
    assert.deepEqual(
      (await compared(['long', 's'], [best], { judgements: known, defaultJudge: 'm/j' })).map(([outcome]) => outcome),
      ['fail', 'pass'],
    );
    assert.deepEqual(
      (await compared(['long', 't'], [best], { judgements: known, defaultJudge: 'm/j' })).map(([outcome]) => outcome),
      ['ungraded', 'ungraded'],
    );
  });

  it('keeps no judgement that says nothing', async () => {
    const verdict = (outcome: 'pass' | 'ungraded') => ({ outcome, score: 1, reason: '', judgement: outcome });
    const checks = [verdict('pass'), verdict('ungraded')];
    assert.deepEqual([...judgementsIn([{ ...(await gradeAnswer(answered('a'), [], {})), checks }]).keys()], ['pass']);
  });

  it('is ungraded for a choice that is no number of an answer', async () => {
    for (const choice of [0.5, -1, 2, '1']) {
      const ports = { judge: judgeThatSays({ choice }, { choice }), defaultJudge: 'm/j' };
      const outcomes = (await compared(['long', 's'], [best], ports)).map(([outcome]) => outcome);
      assert.deepEqual(outcomes, ['ungraded', 'ungraded'], String(choice));
    }
  });

  it('passes the answer that the judge chooses', async () => {
    const ports = { judge: judgeThatSays({ choice: 1, reason: 'It is short.' }), defaultJudge: 'm/j' };
    assert.deepEqual(await compared(['long', 's'], [best], ports), [
      ['fail', 0, 'fail'],
      ['pass', 1, 'pass'],
    ]);
  });

  it('is ungraded when the judge chooses an answer that is not there', async () => {
    const ports = { judge: judgeThatSays('2', '-1'), defaultJudge: 'm/j' };
    assert.deepEqual(await compared(['long', 's'], [best], ports), [
      ['ungraded', 1, 'ungraded'],
      ['ungraded', 1, 'ungraded'],
    ]);
  });

  it("reads a suite's own prompt that asks for the bare number", async () => {
    const judge = judgeThatSays(' 0 ');
    const own = { ...best, rubricPrompt: '{% for o in outputs %}{{ loop.index0 }}={{ o }};{% endfor %}{{ criteria }}' };
    assert.deepEqual(
      (await compared(['x', 'y'], [own], { judge, defaultJudge: 'm/j' })).map(([outcome]) => outcome),
      ['pass', 'fail'],
    );
    assert.deepEqual(judge.asked, ['user: 0=x;1=y;the shortest']);
  });
});
