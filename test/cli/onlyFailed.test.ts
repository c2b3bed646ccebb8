import assert from 'node:assert/strict';
import { rows, suiteFolder } from './suiteFolder.ts';

describe('polyprompt eval --only-failed', () => {
  const here = suiteFolder();
  const evaluate = (...args: string[]) => here.run('eval', 'say.eval.yaml', ...args);

  it('asks what did not pass last time, until nothing is left', async () => {
    here.server.script({ status: 400, body: '{"error":{"message":"no"}}' }, (request) =>
      request.prompt.includes('lamp'),
    );
    assert.equal((await evaluate()).code, 3);
    const second = await evaluate('--only-failed', '--no-cache');
    assert.match(second.stderr, /^2 of 3 cells did not pass in run \S+\.\n2 cells, est\./);
    assert.equal(second.code, 1, 'the lamp passes, the chair does not');
    here.writeCases([rows[0] ?? {}, { ...rows[1], assert: [{ type: 'contains', value: 'chair' }] }]);
    const third = await evaluate('--only-failed');
    assert.match(third.stderr, /^1 of 2 cells did not pass/);
    assert.equal(third.code, 0, 'its check was mended');
    assert.match((await evaluate('--only-failed')).stderr, /^Nothing failed/);
  });

  it('does nothing, well, when everything passed', async () => {
    await evaluate('--filter', 'lamp');
    const asked = here.server.requests.length;
    const result = await evaluate('--only-failed');
    assert.match(result.stderr, /^Nothing failed in run \S+\.\n$/);
    assert.deepEqual([result.code, result.stdout, here.server.requests.length], [0, '', asked]);
  });

  it('needs a run that has ended, and is no resume', async () => {
    assert.match((await evaluate('--only-failed')).stderr, /^No run of this suite has ended yet\. Run it without/);
    const both = await evaluate('--only-failed', '--resume');
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--only-failed starts a new run, --resume goes on with an old one\. Give one of them\./);
  });
});
