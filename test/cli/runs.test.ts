import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { jsonLines } from './commandLine.ts';
import { rows, suiteFolder } from './suiteFolder.ts';

describe('stored runs', () => {
  const here = suiteFolder();

  /** An eval as a crash leaves it: its journal without the line of the end. */
  async function crashedEval(): Promise<string> {
    const { stdout } = await here.run('eval', 'say.eval.yaml');
    const [, runId = ''] = /^run (\S+)$/m.exec(stdout) ?? [];
    const journal = `.polyprompt/runs/${runId}.jsonl`;
    const whole = here.read(journal);
    writeFileSync(here.path(journal), whole.replace(/^\{"type":"run-ended".*\n/m, ''));
    return runId;
  }

  describe('polyprompt runs', () => {
    it('lists what is stored, newest first, and says how to go on with what was cut off', async () => {
      await here.run('run', 'say.prompt', '--input', 'word=x');
      const runId = await crashedEval();
      const { stdout, code } = await here.run('runs');
      const [header, newest, oldest, , hint] = stdout.split('\n');
      assert.match(header ?? '', /^run +started \(UTC\) +suite or prompt +kind +outcome +cells +passed +cost$/);
      assert.match(newest ?? '', /^\S+ {2}20\d\d-\S+ \S+ +say\.eval\.yaml +eval +unfinished +3 +2 +~\$[\d.]+$/);
      assert.match(oldest ?? '', /^\S+ .* say\.prompt +compare +done +1 +[~<]\$[\d.]+$/);
      assert.equal(hint, `Go on with: polyprompt eval say.eval.yaml --resume ${runId}`);
      assert.equal(code, 0);
    });

    it('gives those of one suite, so many, as JSON', async () => {
      await here.run('run', 'say.prompt', '--input', 'word=x');
      for (let count = 0; count < 2; count++) await here.run('eval', 'say.eval.yaml');
      const { stdout } = await here.run('runs', '--suite', 'say.eval.yaml', '--limit', '1', '--json');
      const [first, ...others] = JSON.parse(stdout);
      const { runId, startedAt, cost, ...rest } = first;
      assert.deepEqual(rest, {
        name: 'say.eval.yaml',
        kind: 'eval',
        outcome: 'done',
        cells: 3,
        answered: 3,
        passed: 2,
        costIsWhole: true,
      });
      assert.deepEqual([others, cost], [[], 0], 'the second run was answered from the cache');
      assert.ok(runId.startsWith(startedAt.slice(0, 10).replaceAll('-', '')));
    });

    it('says that there is none', async () => {
      assert.equal((await here.run('runs')).stdout, 'No run is stored here.\n');
    });
  });

  describe('polyprompt export', () => {
    it('writes every format from what is stored, with descriptions and metadata while the suite is there', async () => {
      here.writeCases([{ ...rows[0], description: 'a lamp', metadata: { room: 'hall' } }]);
      await here.run('eval', 'say.eval.yaml');
      const asked = here.server.requests.length;
      const names = ['r.json', 'r.jsonl', 'r.csv', 'r.xml', 'r.md', 'r.html'];
      const result = await here.run('export', 'latest', ...names.flatMap((name) => ['-o', name]));
      assert.equal(result.stdout, names.map((name) => `${name}: 1 row\n`).join(''), result.stderr);
      const [row] = jsonLines(here.read('r.jsonl'));
      assert.deepEqual(
        [row?.['outcome'], row?.['description'], row?.['metadata']],
        ['pass', 'a lamp', { room: 'hall' }],
      );
      assert.match(here.read('r.html'), /^<!DOCTYPE html>/);
      assert.equal(here.server.requests.length, asked);
    });

    it('needs no suite: the run remembers what was put in and what came out', async () => {
      await here.run('eval', 'say.eval.yaml');
      for (const name of ['say.eval.yaml', 'cases.jsonl', 'say.prompt']) rmSync(here.path(name));
      assert.equal((await here.run('export', 'latest', '-o', 'r.jsonl', '-o', 'r.html')).code, 0);
      assert.deepEqual(
        jsonLines(here.read('r.jsonl')).map(({ outcome, vars, answer }) => ({ outcome, vars, answer })),
        [
          { outcome: 'pass', vars: { word: 'lamp' }, answer: 'Say lamp' },
          { outcome: 'fail', vars: { word: 'chair' }, answer: 'Say chair' },
          { outcome: 'pass', vars: { word: '=1+1' }, answer: 'Say =1+1' },
        ],
      );
    });

    it('refuses a name without a format, a folder that is not there, and a call that says no file', async () => {
      await here.run('eval', 'say.eval.yaml');
      const complaint = async (...args: string[]) => (await here.run('export', 'latest', ...args)).stderr;
      assert.match(await complaint('-o', 'r.exe'), /^--output r\.exe: the name has to end in \.json, \.jsonl, /);
      assert.equal(
        await complaint('-o', 'no/r.csv'),
        '--output no/r.csv: its folder does not exist. Make the folder first.\n',
      );
      assert.match(await complaint(), /^Say where the results shall go\. For example: /);
    });
  });
});
