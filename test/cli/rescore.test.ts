import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { jsonLines } from './commandLine.ts';
import { rows, suiteFolder } from './suiteFolder.ts';

describe('polyprompt rescore', () => {
  const here = suiteFolder();

  it('applies the checks of today to the answers of then, and asks nothing', async () => {
    await here.run('eval', 'say.eval.yaml');
    const asked = here.server.requests.length;
    here.writeCases([
      { ...rows[0], assert: [{ type: 'contains', value: 'nothing of the kind' }] },
      { ...rows[1], assert: [{ type: 'contains', value: 'chair' }] },
      { vars: { word: 'a new one' } },
    ]);
    const result = await here.run('rescore', 'latest', '-o', 'r.jsonl');
    assert.match(
      result.stdout,
      /^2 regraded, 1 from fail to pass, 1 from pass to fail, 1 orphaned: the suite has no such case any more\n/,
    );
    assert.match(result.stdout, / 1 +2 +50\.0%/);
    assert.equal(result.code, 1, result.stderr);
    assert.deepEqual(
      jsonLines(here.read('r.jsonl')).map((row) => row['outcome']),
      ['fail', 'pass'],
    );
    assert.equal(here.server.requests.length, asked);
  });

  it('finds the cells of a run that had models and repeats of its own', async () => {
    await here.run('eval', 'say.eval.yaml', '--model', 'openai/gpt-5.6-sol', '--repeat', '2', '--yes');
    const result = await here.run('rescore', 'latest', '--threshold', '0.6');
    assert.match(result.stdout, /^6 regraded, 0 from fail to pass, 0 from pass to fail\n/);
    assert.match(result.stdout, /pass rate 66\.7%, not below the threshold of 60%/);
    assert.equal(result.code, 0, result.stderr);
  });

  it('takes a run by the beginning of its id, and a suite that was moved', async () => {
    const { stdout } = await here.run('eval', 'say.eval.yaml');
    const [, runId = ''] = /^run (\S+)$/m.exec(stdout) ?? [];
    here.write('moved.eval.yaml', here.read('say.eval.yaml'));
    rmSync(here.path('say.eval.yaml'));
    const lost = await here.run('rescore', runId);
    assert.equal(lost.code, 2);
    assert.equal(
      lost.stderr,
      `say.eval.yaml, the suite of run ${runId}, is not there. Name it: polyprompt rescore ${runId} SUITE\n`,
    );
    assert.match((await here.run('rescore', runId.slice(0, -2), 'moved.eval.yaml')).stdout, /^3 regraded/);
  });

  it('is what a later export shows, with the descriptions of today', async () => {
    await here.run('eval', 'say.eval.yaml');
    here.writeCases([{ ...rows[1], description: 'mended', assert: [{ type: 'contains', value: 'chair' }] }]);
    await here.run('rescore', 'latest');
    await here.run('export', 'latest', '-o', 'r.jsonl');
    const mended = jsonLines(here.read('r.jsonl')).find((row) => row['answer'] === 'Say chair');
    assert.deepEqual([mended?.['outcome'], mended?.['description']], ['pass', 'mended']);
  });

  it('says which runs there are to choose from', async () => {
    assert.match(
      (await here.run('rescore', 'latest')).stderr,
      /^No eval is stored here\. Run one with: polyprompt eval/,
    );
    await here.run('eval', 'say.eval.yaml');
    await here.run('eval', 'say.eval.yaml');
    assert.match((await here.run('rescore', '20')).stderr, /^20 may be \S+ or \S+\. Give more of its id\.\n$/);
    assert.match(
      (await here.run('rescore', 'x')).stderr,
      /^No run here is called x\. List them with: polyprompt runs\n$/,
    );
  });
});
