import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

describe('tiers on the command line', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const models = (stdout: string) => [...stdout.matchAll(/"model": "([^"]+)"/g)].map(([, model]) => model);

  it('run stands for the models of a tier, simulated ones where there is no key', async () => {
    write('a.prompt', 'Hi');
    const { code, stdout, stderr } = await polyprompt(['run', 'a.prompt', '-m', 'tier:fast', '--json'], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    assert.deepEqual(models(stdout), ['simulated/terse']);
  });

  it('eval takes tiers from a suite and from polyprompt.yaml', async () => {
    write('polyprompt.yaml', 'tiers:\n  mid: [simulated/terse, simulated/thorough]\n');
    write('a.prompt', 'Say {{q}}');
    write('s.eval.yaml', 'prompt: ./a.prompt\nmodels: [tier:mid]\ncases: [{vars: {q: yes}}]\n');
    const { stdout, stderr } = await polyprompt(['estimate', 's.eval.yaml', '--json'], { cwd: folder });
    assert.match(stdout, /simulated\/terse[\s\S]*simulated\/thorough/, stderr);
    const own = await polyprompt(['estimate', 's.eval.yaml', '--json', '-m', 'simulated/tier:frontier'], {
      cwd: folder,
    });
    assert.match(own.stdout, /simulated\/thorough/);
    assert.doesNotMatch(own.stdout, /simulated\/terse/);
  });

  it('says which tiers there are', async () => {
    write('a.prompt', 'Hi');
    const { code, stderr } = await polyprompt(['run', 'a.prompt', '-m', 'tier:best'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /There is no tier "best"\. (?:Did you mean|Write tier:frontier, tier:mid, tier:fast)/);
  });
});
