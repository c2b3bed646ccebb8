import assert from 'node:assert/strict';
import { coverages } from '../../support/intervalCoverage.ts';

/** Few samples, always the same; `npm run test:coverage-of-intervals` draws more. */
const found = coverages(200, [20, 50]);

describe('intervals of 95%', () => {
  for (const [name, all] of Map.groupBy(found, ({ figure, labels }) => `${figure}, ${labels} labels`))
    it(`hold the truth in at least 93% of samples: ${name}`, () => {
      const mean = all.reduce((sum, { coverage }) => sum + coverage, 0) / all.length;
      assert.ok(mean >= 0.93, `${mean}`);
      // With 200 samples of one setting alone, 95% may look like 91%.
      for (const { setting, coverage } of all) assert.ok(coverage >= 0.9, `${setting}: ${coverage}`);
    });

  it('are none only where a verdict or a class has no label, which is seldom', () => {
    for (const { figure, setting, labels, none } of found)
      assert.ok(none <= (labels === 20 ? 0.3 : 0.05), `${figure}, ${setting}, ${labels}: ${none}`);
  });
});
