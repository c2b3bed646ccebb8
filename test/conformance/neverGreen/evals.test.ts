import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { damaged, wrongValuesIn } from './damages.ts';
import { type FailingSuite, failingSuites } from './failingSuites.ts';
import { suiteOutcome } from './suiteOutcome.ts';

const damages = 600;

describe('a suite with a failing case is never green', function () {
  this.timeout(60_000);
  const sandbox = openSandbox();
  after(() => sandbox.dispose());

  const outcomeOf = (suite: string, files: FailingSuite['files']) => suiteOutcome(suite, files, sandbox);

  for (const suite of failingSuites)
    it(`ends with 1 as it stands: ${suite.name}`, async () => {
      const { code, said } = await outcomeOf(suite.suite, suite.files);
      assert.deepEqual([code, said], [1, ['fail']]);
    });

  for (const suite of failingSuites)
    for (const { what, files } of wrongValuesIn(suite))
      it(`in ${suite.name}: ${what.replaceAll('\n', ' ')}`, async () => {
        const { code, said } = await outcomeOf(suite.suite, files);
        assert.notEqual(code, 0, said.join('\n'));
        assert.notDeepEqual(said, []);
      });

  it(`under ${damages} random damages, each of which is named`, async () => {
    const random = seededRandom('never green');
    const green: string[] = [];
    const silent: string[] = [];
    for (let made = 0; made < damages; ) {
      const suite = failingSuites[Math.floor(random() * failingSuites.length)];
      const damage = suite && damaged(suite, random);
      if (!suite || !damage) continue;
      made++;
      const { code, said } = await outcomeOf(suite.suite, damage.files);
      if (code === 0) green.push(`${suite.name}: ${damage.what}`);
      if (said.length === 0) silent.push(`${suite.name}: ${damage.what}`);
    }
    assert.deepEqual({ green, silent }, { green: [], silent: [] });
  });
});
