import assert from 'node:assert/strict';
import { evalExitCode } from '../../../src/cli/evalExitCode.ts';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { evalReport } from '../../../src/core/run/evalReport.ts';
import { isLeftOut } from '../../../src/core/run/runProblem.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { runSuite } from '../../support/suiteRun.ts';
import { memoryFiles } from '../../unit/dataset/memoryFiles.ts';
import { damaged, wrongValuesIn } from './damages.ts';
import { type FailingSuite, failingSuites } from './failingSuites.ts';

const damages = 600;

describe('a suite with a failing row is never green', function () {
  this.timeout(60_000);
  const sandbox = openSandbox();
  after(() => sandbox.dispose());

  /** What `polyprompt eval` would end with, and what it would say of the damage. */
  async function outcomeOf(suiteFile: string, files: FailingSuite['files']) {
    const suite = await readSuite(suiteFile, memoryFiles(files));
    // The command line refuses these before it asks anybody.
    if (suite.cases.length === 0 || suite.prompts.length === 0 || suite.targets.length === 0)
      return { code: 2, said: suite.problems.map(({ message }) => message) };
    const { state, planned } = await runSuite(suite, { scripts: { sandbox } });
    const problems = [...suite.problems, ...planned.problems];
    const { rows } = evalReport(state, planned.caseOf);
    if (rows.length === 0) return { code: 2, said: problems.map(({ message }) => message) };
    const code = evalExitCode({ status: state.status, rows, isIncomplete: problems.some(isLeftOut) });
    const failed = rows.filter(({ outcome }) => outcome !== 'pass').map(({ outcome }) => outcome);
    return { code, said: [...problems.map(({ message }) => message), ...failed] };
  }

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
