import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import { compareAnswers } from '../../../src/core/grading/compareAnswers.ts';
import { gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import type { GradingPorts } from '../../../src/core/grading/grader.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

async function compared(outputs: readonly string[], checks: readonly Check[], ports: GradingPorts = {}) {
  const answers = await Promise.all(
    outputs.map(async (output) => ({
      answer: answered(output),
      verdict: await gradeAnswer(answered(output), checks, ports),
    })),
  );
  const verdicts = await compareAnswers(answers, checks, ports);
  return verdicts.map(({ outcome, score, checks: all }) => [outcome, score, all.at(-1)?.outcome]);
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

describe('select-best', () => {
  const best = check('select-best', 'the shortest');

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
