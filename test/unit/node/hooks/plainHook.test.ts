import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { installHook, requireRepository } from '../../../../src/node/hooks/preCommitHook.ts';
import { eventually } from '../../../support/eventually.ts';
import { onPosix } from '../../../support/onPosix.ts';
import { hookRepository } from './hookRepository.ts';

const { it: posixIt } = onPosix('hooks are scripts for sh');

const hook = '.git/hooks/pre-commit';
const earlier = '.git/hooks/pre-commit.before-polyprompt';

describe('a plain pre-commit hook', () => {
  const here = hookRepository();

  function stage(file = 'täxt file.prompt'): void {
    here.write(file, String(here.commits()));
    here.git('add', file);
  }

  describe('where there is none', () => {
    it('is made, names each file, and is gone again after uninstalling', async () => {
      const installed = await here.install();
      assert.deepEqual(installed.changes, [{ what: 'wrote', file: here.at(hook) }]);
      assert.equal(installed.summary, 'The pre-commit hook is installed in .git/hooks/pre-commit, run by Git.');
      here.assertMode(hook, 0o755);
      assert.doesNotMatch(here.read(hook), /\r/);
      const uninstalled = await here.uninstall();
      assert.deepEqual(uninstalled.changes, [{ what: 'removed', file: here.at(hook) }]);
      assert.deepEqual(here.hooks(), []);
    });

    it('is installed once, however often it is asked for', async () => {
      await here.install();
      const before = here.read(hook);
      const again = await here.install();
      assert.deepEqual(again.changes, []);
      assert.match(again.summary, /already/);
      assert.equal(here.read(hook), before);
    });

    it('is brought up to date by a program that lies elsewhere, and what was added to it stays', async () => {
      await here.install();
      here.write(hook, `${here.read(hook)}echo added\n`, 0o755);
      const before = here.read(hook);
      const { changes } = await installHook(await requireRepository(here.root()), {
        cli: '/new place/cli.js',
        node: process.execPath,
      });
      assert.deepEqual(changes, [{ what: 'wrote', file: here.at(hook) }]);
      assert.match(here.read(hook), /set -- '\/new place\/cli\.js'/);
      await here.install();
      assert.equal(here.read(hook), before);
    });

    it('says that there is nothing to uninstall', async () => {
      const { changes, summary } = await here.uninstall();
      assert.deepEqual([changes, summary], [[], 'No pre-commit hook of polyprompt is installed here.']);
    });

    it('is made in a hooks folder that is not there yet', async () => {
      rmSync(here.at('.git/hooks'), { recursive: true });
      await here.install();
      assert.deepEqual(here.hooks(), ['pre-commit']);
    });
  });

  describe('at a commit', () => {
    beforeEach(() => here.install());

    posixIt('lets the commit through when the check passes, and refuses it when it does not', () => {
      here.addProgram();
      stage();
      const refused = here.commit([], { FAKE_CODE: '10' });
      assert.deepEqual([refused.code, here.commits()], [1, 1]);
      assert.equal(refused.said, 'checked by polyprompt\n');
      assert.equal(here.commit([]).code, 0);
      assert.equal(here.commits(), 2);
      assert.deepEqual(here.recorded().slice(0, 3), ['check --staged --hook', 'index .git/index', 'täxt file.prompt']);
    });

    it('steps aside for --no-verify', () => {
      here.addProgram();
      stage();
      assert.equal(here.commit(['--no-verify'], { FAKE_CODE: '10' }).code, 0);
      assert.deepEqual(here.recorded(), []);
    });

    posixIt('finds polyprompt on the PATH', () => {
      stage();
      assert.equal(here.commit([], { PATH: here.pathWithProgram(), FAKE_CODE: '10' }).code, 1);
    });

    posixIt('finds the polyprompt that installed it, with its Node.js, when the PATH knows neither', () => {
      here.write(here.program().cli, 'console.log(process.argv.slice(2).join(" ")); process.exitCode = 10;');
      stage();
      const { code, said } = here.commit([], { PATH: pathWithoutNode() });
      assert.equal(said, 'check --staged --hook\n');
      assert.equal(code, 1);
    });

    posixIt('runs the repository’s own polyprompt with that Node.js, too', () => {
      here.write(
        'node_modules/.bin/polyprompt',
        '#!/usr/bin/env node\nconsole.log("own"); process.exitCode = 10;',
        0o755,
      );
      stage();
      assert.deepEqual(here.commit([], { PATH: pathWithoutNode() }), { code: 1, said: 'own\n' });
    });

    posixIt('says so and lets the commit through when there is no polyprompt', () => {
      stage();
      const { code, said } = here.commit([]);
      assert.equal(code, 0);
      assert.match(said, /^polyprompt was not found: the prompt check did not run\n/);
    });

    posixIt('lets the commit through when polyprompt is there but cannot be started', () => {
      here.write('node_modules/.bin/polyprompt', '#!/gone/node\n', 0o755);
      stage();
      const { code, said } = here.commit([]);
      assert.equal(code, 0);
      assert.match(said, /^polyprompt could not be started: the prompt check did not run$/m);
    });

    posixIt('passes on the index of a partial commit, and of commit -a', () => {
      here.addProgram();
      stage('one.prompt');
      here.commit([]);
      here.write('one.prompt', 'changed');
      stage('two.prompt');
      rmSync(path.join(here.scratch(), 'log'));
      here.commit(['one.prompt']);
      here.write('one.prompt', 'changed again');
      here.commit(['-a']);
      const [, index = '', ...files] = here.recorded();
      assert.match(index, /^index .*next-index-\d+\.lock$/);
      assert.deepEqual(files.slice(0, 1), ['one.prompt']);
      assert.match(files[2] ?? '', /^index .*index\.lock$/);
      assert.deepEqual(files.slice(3), ['one.prompt', 'two.prompt']);
    });

    posixIt('runs in a linked working tree, which shares the hook', () => {
      const tree = path.join(here.scratch(), 'linked träe');
      here.git('worktree', 'add', '-q', '-b', 'other', tree);
      here.write(path.join(tree, 'two.prompt'), 'two');
      const added = here.commit(['--allow-empty'], { PATH: here.pathWithProgram(), FAKE_CODE: '10' }, tree);
      assert.equal(added.code, 1);
      assert.match(here.recorded()[1] ?? '', /^index .*worktrees\/.*\/index$/);
    });

    posixIt('leaves git’s own message about a second commit readable, and nothing of ours behind', async () => {
      here.write('first.txt', 'changed');
      await whileHookHangs(['-a'], async () => {
        const second = here.commit(['-a']);
        assert.equal(second.code, 128);
        assert.match(second.said, /^fatal: Unable to create '.*index\.lock': File exists\./);
      });
      assert.deepEqual(here.hooks(), ['pre-commit']);
    });

    posixIt('leaves a usable repository behind when the commit is killed', async () => {
      stage();
      await whileHookHangs([], async (commit) => {
        commit.kill('SIGKILL');
      });
      assert.deepEqual(here.hooks(), ['pre-commit']);
      rmSync(here.at('node_modules'), { recursive: true });
      assert.equal(here.commit([]).code, 0);
      assert.equal(here.git('status', '--porcelain'), '?? hanging\n');
    });

    /** A commit whose check does not end before `meanwhile` has. */
    async function whileHookHangs(
      args: readonly string[],
      meanwhile: (commit: ReturnType<typeof spawn>) => Promise<void>,
    ): Promise<void> {
      const script = '#!/bin/sh\ntouch hanging\nwhile [ ! -e release ]; do read -r _ < pipe; done\nrm release pipe\n';
      here.write('node_modules/.bin/polyprompt', script, 0o755);
      here.write('.git/info/exclude', 'node_modules\npipe\nrelease\n');
      spawn('mkfifo', [here.at('pipe')]);
      await eventually('the pipe', () => here.has('pipe') || undefined);
      const commit = spawn('git', ['commit', '-m', 'first of two', ...args], {
        cwd: here.root(),
        env: here.environment(),
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => commit.on('close', resolve));
      await eventually('the hook to run', () => here.has('hanging') || undefined);
      await meanwhile(commit);
      here.write('release', '');
      spawn('sh', ['-c', 'echo > pipe'], { cwd: here.root() });
      await ended;
      await eventually('the hook to end', () => !here.has('pipe') || undefined);
    }

    /** The few programs that git and a shell need, and no Node.js. */
    function pathWithoutNode(): string {
      const bin = path.join(here.scratch(), 'bare');
      here.write(path.join(bin, 'none'), '');
      for (const name of ['git', 'sh', 'env', 'dirname'])
        symlinkSync(
          execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
          path.join(bin, name),
        );
      return bin;
    }
  });

  describe('where there is one already', () => {
    const python = Buffer.from('#!/usr/bin/env python3\nimport sys\nprint("caf\xe9 checked")\nsys.exit(0)', 'latin1');

    posixIt('runs that one first, and only then the check', async () => {
      here.addProgram();
      here.write(hook, '#!/bin/sh\necho "earlier: $*"\nexit 0\n', 0o755);
      const { changes } = await here.install();
      assert.deepEqual(changes, [
        { what: 'kept', file: here.at(earlier) },
        { what: 'wrote', file: here.at(hook) },
      ]);
      stage();
      assert.match(here.commit([]).said, /^earlier: \nchecked by polyprompt\n/);
    });

    posixIt('stops where that one stops', async () => {
      here.addProgram();
      here.write(hook, '#!/bin/sh\necho earlier\nexit 7\n', 0o755);
      await here.install();
      stage();
      assert.deepEqual(here.commit([]), { code: 1, said: 'earlier\n' });
      assert.deepEqual(here.recorded(), []);
    });

    posixIt('runs one in another language, and puts it back byte for byte with its mode', async () => {
      here.addProgram();
      here.write(hook, '#!/usr/bin/awk -f\nBEGIN { print "earlier" }', 0o750);
      await here.install();
      stage();
      assert.match(here.commit([]).said, /^earlier\nchecked by polyprompt\n/);
      here.write(earlier, python, 0o750);
      assert.deepEqual((await here.uninstall()).changes, [{ what: 'restored', file: here.at(hook) }]);
      assert.equal(here.read(hook), python.toString('utf8'));
      here.assertMode(hook, 0o750);
      assert.deepEqual(here.hooks(), ['pre-commit']);
    });

    it('keeps the bytes of the one it moves aside, whatever they are', async () => {
      here.write(hook, python, 0o711);
      await here.install();
      assert.equal(here.read(earlier), python.toString('utf8'));
      here.assertMode(earlier, 0o711);
    });

    posixIt('does not run one that Git did not run either, and keeps it that way', async () => {
      here.addProgram();
      here.write(hook, '#!/bin/sh\nexit 1\n', 0o644);
      await here.install();
      stage();
      assert.equal(here.commit([]).code, 0);
      await here.uninstall();
      assert.equal(here.read(hook), '#!/bin/sh\nexit 1\n');
      here.assertMode(hook, 0o644);
    });

    posixIt('keeps a link to a hook elsewhere as a link', async () => {
      here.addProgram();
      here.write('scripts/check.sh', '#!/bin/sh\necho linked\n', 0o755);
      symlinkSync('../../scripts/check.sh', here.at(hook));
      await here.install();
      stage();
      assert.match(here.commit([]).said, /^linked\nchecked by polyprompt\n/);
      assert.equal(here.read('scripts/check.sh'), '#!/bin/sh\necho linked\n');
      await here.uninstall();
      assert.equal(readlinkSync(here.at(hook)), '../../scripts/check.sh');
    });

    posixIt('leaves what was added since, and what it calls', async () => {
      here.addProgram();
      here.write(hook, '#!/bin/sh\necho earlier\n', 0o755);
      await here.install();
      here.write(hook, `${here.read(hook)}echo added\n`, 0o755);
      const { changes, notes } = await here.uninstall();
      assert.deepEqual(changes, [{ what: 'wrote', file: here.at(hook) }]);
      assert.match(notes.join(), /still runs pre-commit\.before-polyprompt/);
      stage();
      assert.match(here.commit([]).said, /^earlier\nadded\n/);
    });

    it('does not overwrite a hook that came in place of ours', async () => {
      here.write(hook, '#!/bin/sh\necho earlier\n', 0o755);
      await here.install();
      here.write(hook, '#!/bin/sh\necho other\n', 0o755);
      await assert.rejects(here.uninstall(), /was replaced since/);
      await assert.rejects(here.install(), /is there already/);
      assert.equal(here.read(hook), '#!/bin/sh\necho other\n');
      assert.equal(here.read(earlier), '#!/bin/sh\necho earlier\n');
    });
  });

  posixIt('goes to a submodule’s own folder', async () => {
    const inner = path.join(here.root(), 'sub module');
    here.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', here.root(), 'sub module');
    const { file } = await installHook(await requireRepository(inner), here.program());
    assert.equal(file, here.at('.git/modules/sub module/hooks/pre-commit'));
    here.write('sub module/two.prompt', 'two');
    const { code } = here.commit(['--allow-empty'], { PATH: here.pathWithProgram(), FAKE_CODE: '10' }, inner);
    assert.equal(code, 1);
    assert.match(here.recorded()[1] ?? '', /^index .*modules\/sub module\/index$/);
  });

  posixIt('says what is wrong where hooks are switched off', async () => {
    here.git('config', 'core.hooksPath', '/dev/null');
    await assert.rejects(here.install(), /\/dev\/null\/pre-commit cannot be written \(\w+\)/);
  });

  it('finds no repository outside of one', async () => {
    await assert.rejects(requireRepository(here.scratch()), /is in no Git repository/);
  });
});
