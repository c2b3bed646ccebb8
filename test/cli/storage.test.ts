import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';
import { rows, suiteFolder } from './suiteFolder.ts';

const { it: linkIt } = onPosix('links need a right that few people have there');
const { it: deletingIt } = onPosix('nobody can delete a file there that is open');

describe('a disk that does not play along', () => {
  const here = suiteFolder();
  const evaluate = (...args: string[]) => here.run('eval', 'say.eval.yaml', ...args);

  it('lets an eval go on without its record, says so, and writes the files that were asked for (fault 50)', async () => {
    here.write('.polyprompt', 'a file where the folder should be');
    const result = await evaluate('-o', 'r.jsonl');
    assert.match(result.stderr, /The run cannot be recorded; it goes on without\./);
    assert.match(result.stdout, / 2 +3 +66\.7%/);
    assert.equal(result.code, 1);
    assert.equal(here.read('r.jsonl').split('\n').length, rows.length + 1);
  });

  it('says which file cannot be written and how to get the results that were paid for (fault 49, fault 50)', async () => {
    mkdirSync(here.path('r.json'));
    const result = await evaluate('-o', 'r.json');
    const [, runId] = /^run (\S+)$/m.exec(result.stdout) ?? [];
    assert.match(result.stdout, / 2 +3 +66\.7%/);
    assert.ok(
      result.stderr.endsWith(
        `r.json cannot be written (EISDIR). Write it elsewhere with: polyprompt export ${runId} -o FILE\n`,
      ),
      result.stderr,
    );
    assert.equal(result.code, 2);
    assert.equal((await here.run('export', 'latest', '-o', 'elsewhere.json')).code, 0);
  });

  linkIt(
    'ends with a code of its own where all is well but nothing can be recorded, and names no run that is nowhere (fault 50)',
    async () => {
      here.writeCases(rows.slice(0, 1));
      const outside = mkdtempSync(path.join(tmpdir(), 'polyprompt-outside-'));
      symlinkSync(outside, here.path('.polyprompt'));
      const result = await evaluate();
      assert.equal(result.code, 5);
      assert.match(
        result.stderr,
        /it goes on without\. \S+ is a link that leads out of \S+: nothing is written there\./,
      );
      assert.doesNotMatch(result.stdout, /^run /m);
      const alone = await here.run('run', 'say.prompt', '--input', 'word=lamp');
      assert.equal(alone.code, 5);
      assert.doesNotMatch(alone.stdout, /run \d{8}-/);
      assert.deepEqual(readdirSync(outside), []);
      rmSync(outside, { recursive: true });
    },
  );

  it('believes no cached answer that was changed or that came from somebody else', async () => {
    here.writeCases(rows.slice(1, 2));
    assert.equal((await evaluate()).code, 1);
    const before = here.server.requests.length;
    assert.equal((await evaluate()).code, 1);
    assert.equal(here.server.requests.length, before, 'the answer is cached');
    const [name = ''] = readdirSync(here.path('.polyprompt/cache')).filter((file) => file.startsWith('answers'));
    const file = `.polyprompt/cache/${name}`;
    here.write(file, here.read(file).replaceAll('chair', 'table'));
    assert.equal((await evaluate()).code, 1, 'an answer that was made to fit is not believed');
    assert.equal(here.server.requests.length, before + 1);
    await polyprompt(['eval', 'say.eval.yaml'], {
      cwd: here.folder,
      env: { ...here.options().env, POLYPROMPT_CACHE_KEY: 'another secret' },
    });
    assert.equal(here.server.requests.length, before + 2);
  });

  deletingIt('writes the record anew when somebody cleans up while an eval runs (fault 52)', async () => {
    here.server.otherwise(({ prompt }) => {
      rmSync(here.path('.polyprompt/runs'), { recursive: true, force: true });
      return { answer: { text: prompt } };
    });
    const result = await evaluate('--concurrency', '1');
    assert.equal(result.code, 1, result.stderr);
    const exported = await here.run('export', 'latest', '-o', 'r.jsonl');
    assert.equal(exported.code, 0, exported.stderr);
    assert.equal(here.read('r.jsonl').split('\n').length, rows.length + 1);
  });

  it('shows what is whole of a damaged run, tells how much is not, and keeps the original (fault 51)', async () => {
    await evaluate();
    const [name = ''] = readdirSync(here.path('.polyprompt/runs')).filter((file) => file.endsWith('.jsonl'));
    const journal = `.polyprompt/runs/${name}`;
    const lines = here.read(journal).split('\n');
    const first = lines.findIndex((line) => line.includes('"cell-done"'));
    const damaged = lines.map((line, index) => (index === first ? line.replace('{', '<') : line)).join('\n');
    here.write(journal, damaged);
    const result = await here.run('export', 'latest', '-o', 'r.jsonl');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stderr, /^1 line of run \S+ is damaged and left out\.\n$/);
    assert.equal(here.read(journal), damaged);
  });
});
