import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

describe('polyprompt migrate', () => {
  let folder = '';
  const call = (...args: readonly string[]) => polyprompt(args, { cwd: folder });
  const evaluate = (...models: readonly string[]) =>
    call('eval', 's.eval.yaml', ...models.flatMap((model) => ['-m', model]));

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
    const cases = Array.from(
      { length: 12 },
      (_, index) => `  - vars: {q: "What is ${index} + 2?"}\n    assert: [{type: contains, value: "${index + 2}"}]\n`,
    );
    writeFileSync(path.join(folder, 's.eval.yaml'), `prompt: ./a.prompt\ncases:\n${cases.join('')}`);
    writeFileSync(path.join(folder, 'a.prompt'), '{{q}}');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('compares the two models of a run, and writes the report in three forms', async () => {
    await evaluate('simulated/thorough', 'simulated/terse');
    const names = ['r.md', 'r.html', 'r.json'];
    const { code, stdout, stderr } = await call('migrate', 'latest', ...names.flatMap((name) => ['-o', name]));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^(?:Switch|Do not switch|Not enough cases|Your choice): .*\n$/);
    const [markdown = '', html = '', json = ''] = names.map((name) => readFileSync(path.join(folder, name), 'utf8'));
    assert.match(markdown, /^# From simulated\\\/thorough to simulated\\\/terse/);
    assert.match(html, /^<!DOCTYPE html>/);
    const { from, to, comparison, verdict } = JSON.parse(json);
    assert.deepEqual([from.target, to.target, comparison.cases], ['simulated/thorough', 'simulated/terse', 12]);
    assert.equal(`${verdict.sentence}\n`, stdout);
  });

  it('takes the models from two runs of the suite', async () => {
    await evaluate('simulated/json');
    const runs: { runId: string }[] = JSON.parse((await call('runs', '--json')).stdout);
    const ids = runs.map(({ runId }) => runId);
    const both = ['--from', 'simulated/terse', '--to', 'simulated/json'];
    const { code, stdout, stderr } = await call('migrate', ...ids, ...both);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^# From simulated\\\/terse to simulated\\\/json/);
  });

  it('says which models there are', async () => {
    const { code, stderr } = await call('migrate', 'latest', '--from', 'simulated/json');
    assert.equal(code, 2);
    assert.match(
      stderr,
      /A migration is from one model to another\. Name both with --from and --to: simulated\/json\./,
    );
  });
});
