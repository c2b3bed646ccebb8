import assert from 'node:assert/strict';
import { describeRate } from '../../../src/core/people/describeRate.ts';

const people = { rate: 0.8, interval: { low: 0.68, high: 0.88 } };
const passes = { answers: 1000, judgePassed: 840, labels: 50, people, lacking: [] };

describe('the pass rate that people would give, in words', () => {
  it('says how many labels would make it surer', () => {
    assert.equal(
      describeRate(passes, 'the judge'),
      'People would pass about 80% of all 1,000 answers (68 to 88%), from 50 labels weighted by verdict; the judge passes 84% of them. About 245 labels would bring it to 5 points on each side.',
    );
  });

  it('asks for no more labels than there are answers, and none where it is sure', () => {
    assert.doesNotMatch(describeRate({ ...passes, answers: 200, judgePassed: 168 }, 'the judge'), /About \d+ labels/);
    assert.doesNotMatch(describeRate({ ...passes, labels: 300 }, 'the judge'), /About \d+ labels/);
  });
});
