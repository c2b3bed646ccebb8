import assert from 'node:assert/strict';
import { rows, suiteFolder } from './suiteFolder.ts';

const edited = '---\nmodel: openai/gpt-5.6-luna\nconfig:\n  maxOutputTokens: 100\n---\nWhisper {{word}}';

describe('files that are edited while an eval runs', () => {
  const here = suiteFolder();
  const evaluate = (...args: string[]) => here.run('eval', 'say.eval.yaml', ...args);
  const asked = () => here.server.requests.map(({ prompt }) => prompt);

  it('do not change what the run asks and checks (fault 55, fault 56)', async () => {
    here.server.otherwise(({ prompt }) => {
      here.writeCases([{ vars: { word: 'another' }, assert: [{ type: 'contains', value: 'never' }] }]);
      here.write('say.prompt', edited);
      return { answer: { text: prompt } };
    });
    const before = asked().length;
    const result = await evaluate('--concurrency', '1');
    assert.deepEqual(asked().slice(before), ['Say lamp', 'Say chair', 'Say =1+1']);
    assert.match(result.stdout, / 2 +3 +66\.7%/);
    here.server.otherwise(({ prompt }) => ({ answer: { text: prompt } }));
  });

  it('are named by a later resume, which asks what the run asked and grades what still has its case (fault 55, fault 56)', async () => {
    await evaluate('--max-cost', '0.00000001');
    here.writeCases([rows[0] ?? {}, { vars: { word: 'sofa' } }, rows[2] ?? {}]);
    const before = asked().length;
    const resumed = await evaluate('--resume');
    assert.match(
      resumed.stderr,
      /^The suite has changed since run \S+ began\. 1 of its 3 cells are asked as they were then, and have no checks any more\.\n/,
    );
    assert.deepEqual(asked().slice(before).sort(), ['Say =1+1', 'Say chair', 'Say lamp']);
    assert.match(resumed.stdout, /UNGRADED .* chair: The suite does not have this case any more\./);
    assert.equal(resumed.code, 1, resumed.stderr);
  });

  it('leave a resume its own models and repeats', async () => {
    const options = ['--model', 'openai/gpt-5.6-sol', '--repeat', '2', '--max-cost'];
    await evaluate(...options, '0.00000001');
    const resumed = await evaluate('--resume', '--max-cost', '1');
    assert.doesNotMatch(resumed.stderr, /has changed/);
    assert.match(resumed.stdout, /openai\/gpt-5\.6-sol +4 +6 /);
  });
});
