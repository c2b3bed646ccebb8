import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';
import { gateFolder, promptSaying } from './gateFolder.ts';

describe('models that end, on the command line', () => {
  const here = gateFolder();
  const on = ['--on', '2026-11-29'];
  const catalog = JSON.stringify({
    models: [
      {
        id: 'openai/gpt-5.6-luna',
        endsOn: '2020-01-31',
        successor: 'openai/gpt-6-luna',
        price: { input: 7, output: 9 },
      },
      { id: 'mine/small', contextWindow: 9000 },
    ],
  });
  const models = (...args: string[]) => polyprompt(['models', ...args], { cwd: here.git.root });
  const write = (name: string, text: string) => {
    const file = path.join(here.git.root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  it('lists what ends within some days of a day, and fails for it', async () => {
    const { code, stdout } = await models('--ending', '2d', ...on, '--json');
    assert.equal(code, 1);
    const ends: { model: string; endsOn: string }[] = JSON.parse(stdout);
    const found = ends.filter(({ endsOn }) => endsOn >= '2026-11-29').map(({ model, endsOn }) => `${model} ${endsOn}`);
    assert.ok(found.includes('anthropic/claude-sonnet-4-5 2026-11-30'), stdout);
    assert.ok(found.includes('google/gemini-2.5-pro 2026-12-01'), stdout);
    assert.ok(!found.some((line) => line.startsWith('openai/gpt-5 ')), stdout);
  });

  it('asks only for those that the files of a folder name', async () => {
    write('old.prompt', '---\nmodel: openai/gpt-5-mini\n---\nHi');
    write('node_modules/other/x.prompt', '---\nmodel: openai/gpt-5-nano\n---\nHi');
    const { code, stdout } = await models('--ending', '60d', '.', ...on);
    assert.equal(code, 1);
    assert.match(stdout, /openai\/gpt-5-mini: ends 2026-12-11, in 12 days; successor openai\/gpt-5\.6-terra/);
    assert.equal(stdout.trim().split('\n').length, 1, stdout);
    const lasting = await models('--ending', '60d', 'say.eval.yaml', ...on);
    assert.deepEqual(
      [lasting.code, lasting.stdout],
      [0, 'No model ends within 60 days of 2026-11-29, as far as is known.\n'],
    );
  });

  it('says what the days have to be', async () => {
    assert.match((await models('--ending', 'soon')).stderr, /It has to be a number of days, for example 90d\./);
    assert.match((await models('--ending', '9', '--on', 'today')).stderr, /written YYYY-MM-DD/);
  });

  it('takes prices, limits and ends from a file', async () => {
    write('catalog.json', catalog);
    const { stdout } = await models('--catalog', 'catalog.json', '--json');
    const listed: { id: string; contextWindow?: number; price?: { input: number } }[] = JSON.parse(stdout);
    assert.equal(listed.find(({ id }) => id === 'mine/small')?.contextWindow, 9000);
    assert.equal(listed.find(({ id }) => id === 'openai/gpt-5.6-luna')?.price?.input, 7);
    assert.ok(listed.some(({ id }) => id === 'anthropic/claude-haiku-4-5'));
    const env = { POLYPROMPT_CATALOG: 'catalog.json' };
    const ending = await polyprompt(['models', '--ending', '0', 'say.prompt', ...on], { cwd: here.git.root, env });
    assert.match(ending.stdout, /openai\/gpt-5\.6-luna: ended 2020-01-31/);
  });

  it('refuses a file that is no catalog', async () => {
    for (const [text, why] of [
      ['{', /It is not valid JSON/],
      ['{"models": []}', /at least one model/],
      ['{"models": [{"id": "x"}]}', /Model 1 in it has no id/],
    ] as const) {
      write('broken.json', text);
      const { code, stderr } = await models('--catalog', 'broken.json');
      assert.equal(code, 2);
      assert.match(stderr, why);
    }
  });

  it('is a line in the report of the gate', async () => {
    write('.polyprompt/catalog.json', catalog);
    here.git.stage({ 'say.prompt': promptSaying('Say {{word}}!') });
    const { stdout } = await here.run('check', '--staged', '--catalog', '.polyprompt/catalog.json');
    assert.match(stdout, /openai\/gpt-5\.6-luna ended 2020-01-31, [\d,]+ days ago; successor openai\/gpt-6-luna\./);
  });
});
