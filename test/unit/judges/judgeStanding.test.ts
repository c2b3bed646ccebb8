import assert from 'node:assert/strict';
import type { JudgeAgreement } from '../../../src/core/judges/judgeAgreement.ts';
import { judgeStanding } from '../../../src/core/judges/judgeStanding.ts';
import { judgeErrors } from '../../../src/core/stats/judgeErrors.ts';

const counts = { bothPass: 20, tooStrict: 4, tooLenient: 4, bothFail: 12 };
const agreement: JudgeAgreement = {
  ...{ check: 'is kind', models: ['x/judge'], labels: 40, basis: 'drawn', leftOut: 0, counts, weighted: counts },
  ...{ constant: 0.6, kappa: 0.7, interval: { low: 0.6, high: 0.8 }, labelsWanted: 90, disagreements: [] },
  errors: judgeErrors(counts),
  before: undefined,
};
const standing = (more: Partial<JudgeAgreement>, kappa: number, unsettled: 'decides' | 'advice' = 'decides') => {
  const { standing: how, decides, sentence } = judgeStanding({ ...agreement, ...more }, { kappa, unsettled });
  return [how, decides, sentence];
};
const figure = 'its kappa against people is 0.70, 0.60 to 0.80 by 40 labels';

describe('whether a judge is to be believed', () => {
  it('goes by the whole interval of its kappa, whose ends count', () => {
    assert.deepEqual(standing({}, 0.6), ['reached', true, `"is kind" decides: ${figure}, which is not below 0.6.`]);
    assert.deepEqual(standing({}, 0.81), [
      'missed',
      false,
      `"is kind" only advises and fails nothing: ${figure}, which is below the 0.81 that is asked for.`,
    ]);
    assert.equal(standing({}, 0.8)[0], 'unsettled');
    assert.equal(standing({}, 0.61)[0], 'unsettled');
  });

  it('is left to the suite where the bar lies within, with the labels that would settle it', () => {
    const start = `Whether "is kind" reaches a kappa of 0.7 is not settled (${figure}`;
    assert.deepEqual(standing({}, 0.7), [
      'unsettled',
      true,
      `${start}; about 50 more would narrow that to 0.3), so it decides.`,
    ]);
    assert.deepEqual(standing({ labelsWanted: 40 }, 0.7, 'advice'), [
      'unsettled',
      false,
      `${start}), so it only advises.`,
    ]);
    assert.deepEqual(standing({ labelsWanted: undefined }, 0.7)[2], `${start}), so it decides.`);
    assert.match(String(standing({ basis: 'chosen' }, 0.7)[2]), / by 40 labels that people chose; about /);
  });

  it('is not known with fewer than twenty labels, or without a kappa', () => {
    assert.deepEqual(standing({ labels: 19 }, 0.6), [
      'unmeasured',
      true,
      '"is kind" is not measured: it has 19 labels of people, and it takes 20, so it decides.',
    ]);
    assert.equal(standing({ labels: 20 }, 0.6)[0], 'reached');
    assert.deepEqual(standing({ labels: 1, before: { labels: 30, models: [] } }, 0.6, 'advice'), [
      'unmeasured',
      false,
      '"is kind" is not measured: it has 1 label of people, and it takes 20, and it has changed since it was measured, so it only advises.',
    ]);
    assert.deepEqual(standing({ kappa: undefined, interval: undefined }, 0.6), [
      'unmeasured',
      true,
      '"is kind" has no kappa: people and judge say one and the same throughout, so it decides.',
    ]);
  });
});
