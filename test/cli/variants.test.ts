import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jsonLines, polyprompt } from './commandLine.ts';

describe('variants on the command line', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
    mkdirSync(path.join(folder, '.git'));
    write('polyprompt.yaml', 'variants:\n  simulated/thorough: long\n');
    write('a.prompt', 'Say {{q}}');
    write('a.long.prompt', 'Say at length: {{q}}');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const both = ['-m', 'simulated/terse', '-m', 'simulated/thorough'];

  it('render shows what a model gets', async () => {
    const plain = await polyprompt(['render', 'a.prompt', '-i', 'q=hi'], { cwd: folder });
    assert.equal(plain.stdout, '[user]\nSay hi\n');
    const own = await polyprompt(['render', 'a.prompt', '-i', 'q=hi', '-m', 'simulated/thorough'], { cwd: folder });
    assert.equal(own.stdout, '[user]\nSay at length: hi\n');
  });

  it('run and eval send it, and their results say which', async () => {
    const run = await polyprompt(['run', 'a.prompt', '-i', 'q=hi', ...both, '--json'], { cwd: folder });
    assert.equal(run.code, 0, run.stderr);
    const told = JSON.parse(run.stdout).results.map(({ model, variant }: Record<string, unknown>) => [model, variant]);
    assert.deepEqual(told, [
      ['simulated/terse', undefined],
      ['simulated/thorough', 'long'],
    ]);
    write(
      's.eval.yaml',
      'prompt: ./a.prompt\nmodels: [simulated/terse, simulated/thorough]\ncases: [{vars: {q: hi}}]\n',
    );
    const evaluated = await polyprompt(['eval', 's.eval.yaml', '-o', 'out.jsonl'], { cwd: folder });
    const results = jsonLines(readFileSync(path.join(folder, 'out.jsonl'), 'utf8'));
    assert.deepEqual(
      results.map(({ model, variant }) => [model, variant]),
      [
        ['simulated/terse', undefined],
        ['simulated/thorough', 'long'],
      ],
      evaluated.stderr,
    );
  });
});
