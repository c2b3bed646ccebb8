import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import type { AnswerVerdict, Verdict, VerdictOutcome } from '../../../src/core/grading/verdict.ts';
import { type CheckPlace, withoutChecks } from '../../../src/core/grading/withoutChecks.ts';

const check = (type: string, more: Partial<Check> = {}): Check => ({ type, negated: false, ...more });
const said = (outcome: VerdictOutcome, more: Partial<Verdict> = {}): Verdict => ({
  outcome,
  score: Number(outcome === 'pass'),
  reason: outcome,
  ...more,
});
const judged = (outcome: VerdictOutcome, ...checks: readonly Verdict[]): AnswerVerdict => ({
  ...said(outcome),
  namedScores: {},
  checks,
});

describe('a verdict without some of its checks', () => {
  const at =
    (...places: readonly string[]) =>
    (place: CheckPlace) =>
      places.includes(place.join(' '));

  it('is what the others say', () => {
    const checks = [check('contains'), check('llm-rubric')];
    const verdict = judged('fail', said('pass'), said('fail'));
    assert.equal(withoutChecks(verdict, { checks }, at('1')).outcome, 'pass');
    assert.equal(withoutChecks(verdict, { checks }, at('0')).outcome, 'fail');
    assert.equal(withoutChecks(judged('error', said('error'), said('pass')), { checks }, at('0')).outcome, 'pass');
  });

  it('is none where no other check decides', () => {
    const checks = [check('llm-rubric'), check('contains', { weight: 0 })];
    const left = withoutChecks(judged('fail', said('fail'), said('pass')), { checks }, at('0'));
    assert.deepEqual([left.outcome, left.isUnchecked], ['pass', true]);
    assert.equal(left.checks[0]?.outcome, 'fail');
  });

  it('is none where what is left only prefers', () => {
    const left = (more: Partial<Check>) =>
      withoutChecks(
        judged('fail', said('fail'), said('pass')),
        { checks: [check('llm-rubric'), check('prefer', more)] },
        at('0'),
      );
    assert.equal(left({}).isUnchecked, true);
    assert.equal(left({ threshold: 0.5 }).isUnchecked, undefined);
  });

  it('counts the rest of a set, and the threshold of the case', () => {
    const checks: readonly Check[] = [
      {
        type: 'assert-set',
        assert: [
          { type: 'contains', negated: false },
          { type: 'llm-rubric', negated: false },
        ],
      },
    ];
    const verdict = judged('fail', said('fail', { components: [said('pass'), said('fail')] }));
    assert.equal(withoutChecks(verdict, { checks }, at('0 1')).outcome, 'pass');
    assert.equal(withoutChecks(verdict, { checks }, at('0 0')).outcome, 'fail');
    assert.equal(withoutChecks(verdict, { checks }, at('0 0', '0 1')).isUnchecked, true);
    const three = [check('contains'), check('regex'), check('llm-rubric')];
    const half = judged('pass', said('pass'), said('fail'), said('pass'));
    assert.equal(withoutChecks(half, { checks: three, threshold: 0.6 }, at('2')).outcome, 'fail');
  });

  it('keeps what came of a comparison with other answers', () => {
    const checks = [check('llm-rubric'), check('select-best')];
    assert.equal(withoutChecks(judged('fail', said('pass'), said('fail')), { checks }, at('0')).outcome, 'fail');
    assert.equal(withoutChecks(judged('fail', said('fail'), said('pass')), { checks }, at('0')).outcome, 'pass');
  });

  it('is left as it is where the answer could not be graded at all', () => {
    const broken = judged('error');
    assert.equal(withoutChecks(broken, { checks: [check('llm-rubric')] }, at('0')), broken);
  });
});
