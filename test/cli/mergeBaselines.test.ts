import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { plainGit } from '../support/gitFolder.ts';
import { onPosix } from '../support/onPosix.ts';
import { gateFolder, promptSaying } from './gateFolder.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const baseline = '.polyprompt/baselines/say.eval.yaml.json';

onPosix('Git runs the driver by sh').describe('two branches that both accepted a run', () => {
  const here = gateFolder();
  const merge = () =>
    execFileSync('git', ['merge', '--quiet', '--no-edit', 'topic'], {
      cwd: here.git.root,
      env: { ...process.env, ...plainGit },
      stdio: 'pipe',
    });
  const text = () => readFileSync(here.git.path(baseline), 'utf8');
  const accept = async (files: Readonly<Record<string, string>>) => {
    here.git.write(files);
    await here.run('eval', 'say.eval.yaml');
    await here.run('baseline');
    here.git.git('add', '--all');
    here.git.git('commit', '-q', '-m', 'Accept');
  };

  beforeEach(async () => {
    here.git.git(
      'config',
      'merge.polyprompt-baseline.driver',
      `"${process.execPath}" "${cli}" merge-baseline %O %A %B`,
    );
    await accept({ '.gitattributes': '**/.polyprompt/baselines/*.json merge=polyprompt-baseline\n' });
    here.git.git('checkout', '-q', '-b', 'topic');
    await accept({ 'say.prompt': promptSaying('Please say {{word}}') });
    here.git.git('checkout', '-q', 'main');
  });

  it('are merged without a conflict', async () => {
    await accept({ 'say.eval.yaml': 'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-terra]\ncases: ./cases.jsonl\n' });
    merge();
    const { results } = JSON.parse(text());
    const targets = Object.keys(results).map((key) => key.slice(key.indexOf(' ') + 1));
    assert.deepEqual([...new Set(targets)].sort(), ['openai/gpt-5.6-luna', 'openai/gpt-5.6-terra']);
    assert.equal(targets.length, 6);
    assert.equal(here.git.git('status', '--porcelain', '--', baseline), '');
  });

  it('are left to a person when one of them cannot be read', () => {
    writeFileSync(here.git.path(baseline), '{"version": 1, "results": {"damaged\n');
    here.git.git('commit', '-q', '-a', '-m', 'Damage');
    assert.throws(merge);
    assert.match(here.git.git('status', '--porcelain', '--', baseline), /^UU /);
  });
});
