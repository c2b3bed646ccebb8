import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onPosix } from '../support/onPosix.ts';
import { polyprompt } from './commandLine.ts';

const { it: posixIt } = onPosix('the hook holds paths as sh writes them');

const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

describe('polyprompt hook', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-hook-')));
    execFileSync('git', ['init', '-q', '-b', 'main', '.'], { cwd: folder, env: { ...process.env, ...isolated } });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const hook = (...args: string[]) => polyprompt(['hook', ...args], { cwd: folder, env: isolated });
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

  it('installs, shows and uninstalls, and names every file it changed', async () => {
    assert.deepEqual(await hook('install'), {
      code: 0,
      stdout: 'The pre-commit hook is installed in .git/hooks/pre-commit, run by Git.\n  wrote .git/hooks/pre-commit\n',
      stderr: '',
    });
    assert.equal(
      (await hook('status')).stdout,
      'pre-commit hook: .git/hooks/pre-commit, run by Git\nbaseline merge driver: not installed\n',
    );
    assert.equal(
      (await hook('uninstall')).stdout,
      'The pre-commit hook is uninstalled.\n  removed .git/hooks/pre-commit\n',
    );
    assert.ok(!existsSync(path.join(folder, '.git/hooks/pre-commit')));
    assert.equal((await hook('uninstall')).stdout, 'No pre-commit hook of polyprompt is installed here.\n');
  });

  posixIt('records itself and its Node.js for a commit that finds neither', async () => {
    await hook('install');
    const text = read('.git/hooks/pre-commit');
    assert.match(text, /^ {2}set -- '\/.*\/dist\/cli\.js'$/m);
    const [, folder = ''] = /PATH="\$\{PATH:\+\$PATH:\}"'(.+)'$/m.exec(text) ?? [];
    assert.equal(realpathSync(path.join(folder, 'node')), realpathSync(process.execPath));
  });

  it('installs the merge driver with it, and takes both out', async () => {
    mkdirSync(path.join(folder, '.polyprompt', 'baselines'), { recursive: true });
    assert.match((await hook('install')).stdout, /Baselines are kept here: polyprompt hook install --merge-driver/);
    assert.equal(
      (await hook('install', '--merge-driver')).stdout,
      [
        'The pre-commit hook is installed in .git/hooks/pre-commit already.',
        '  wrote .gitattributes',
        '  set merge.polyprompt-baseline.name',
        '  set merge.polyprompt-baseline.driver',
        '',
      ].join('\n'),
    );
    assert.match((await hook('status')).stdout, /baseline merge driver: installed\n$/);
    const { stdout } = await hook('uninstall');
    assert.match(stdout, / {2}removed \.gitattributes\n {2}removed merge\.polyprompt-baseline\n$/);
  });

  it('works from a folder inside of the repository', async () => {
    mkdirSync(path.join(folder, 'prompts'));
    const { code } = await polyprompt(['hook', 'install'], { cwd: path.join(folder, 'prompts'), env: isolated });
    assert.deepEqual([code, existsSync(path.join(folder, '.git/hooks/pre-commit'))], [0, true]);
  });

  it('says what to add where it cannot edit, and what to do outside of a repository', async () => {
    writeFileSync(path.join(folder, 'lefthook.toml'), '');
    const refused = await hook('install');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Add this to it yourself:\n\n\[pre-commit\.commands\.polyprompt\]\n/);
    rmSync(path.join(folder, '.git'), { recursive: true });
    assert.deepEqual(await hook('status'), {
      code: 2,
      stdout: '',
      stderr: `${folder} is in no Git repository. Make one with git init, or go into one.\n`,
    });
  });
});
