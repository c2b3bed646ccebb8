import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { readYaml, valueAt, type YamlPath } from '../../../../src/core/text/yamlSource.ts';
import { hookStatus, requireRepository } from '../../../../src/node/hooks/preCommitHook.ts';
import { onPosix } from '../../../support/onPosix.ts';
import { hookRepository } from './hookRepository.ts';

const { it: posixIt } = onPosix('hooks are scripts for sh');

/** An error whose advice, with the lines to copy, reads as wanted. */
function adviceLike(wanted: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof PolypromptError);
    assert.equal(error.code, 'git');
    assert.match([error.hint, '', ...error.lines].join('\n'), wanted);
    return true;
  };
}

describe('a pre-commit hook that something else manages', () => {
  const here = hookRepository();

  function stage(): void {
    here.write('a.prompt', String(here.commits()));
    here.git('add', 'a.prompt');
  }

  /** No path of this machine may be in a file that others get. */
  function assertPortable(file: string): void {
    assert.doesNotMatch(here.read(file), new RegExp(`${process.execPath}|${here.scratch()}`));
  }

  describe('by Husky', () => {
    /** As Husky 9 lays it out: Git finds a stub, which gives the user's file to `sh -e`. */
    function useHusky(): void {
      here.write('package.json', '{"devDependencies":{"husky":"^9.1.7"}}');
      here.write(
        '.husky/_/pre-commit',
        '#!/usr/bin/env sh\nset -e\nsh -e "$(dirname "$(dirname "$0")")/pre-commit" "$@"\n',
        0o755,
      );
      here.git('config', 'core.hooksPath', '.husky/_');
    }

    for (const [name, before] of [
      ['with a line end', 'echo linted\n'],
      ['without one', 'echo linted'],
      ['with the line ends of Windows', 'echo linted #\r\n'],
      ['that says something of its own in Latin-1', Buffer.from('echo linted # caf\xe9\n', 'latin1')],
    ] as const)
      posixIt(`is extended in its file ${name}, and restored byte for byte`, async () => {
        useHusky();
        here.addProgram();
        const file = here.write('.husky/pre-commit', before, 0o644);
        const { changes, summary, notes } = await here.install();
        assert.deepEqual(changes, [{ what: 'wrote', file }]);
        assert.equal(summary, 'The pre-commit hook is installed in .husky/pre-commit, run by Husky.');
        assert.match(notes.join(), /^\.husky\/pre-commit is part of the repository: commit it/);
        assertPortable('.husky/pre-commit');
        stage();
        assert.match(here.commit([]).said, /^linted\nchecked by polyprompt\n/);
        assert.equal(here.commit(['--allow-empty'], { FAKE_CODE: '10' }).code, 1);
        assert.deepEqual((await here.install()).changes, []);
        await here.uninstall();
        assert.equal(here.read('.husky/pre-commit'), String(before));
        here.assertMode('.husky/pre-commit', 0o644);
      });

    posixIt('is not written into a file or folder to which a link leads out of the repository', async () => {
      useHusky();
      const outside = path.join(here.scratch(), 'outside');
      const profile = here.write(path.join(outside, '.bashrc'), 'alias mine=1\n');
      symlinkSync(profile, here.at('.husky/pre-commit'));
      await assert.rejects(here.install(), {
        code: 'storage',
        message: /\.husky\/pre-commit is a link that leads out of .*: nothing is written there\.$/,
      });
      assert.equal(here.read(profile), 'alias mine=1\n');
      rmSync(here.at('.husky'), { recursive: true });
      here.git('config', '--unset', 'core.hooksPath');
      symlinkSync(outside, here.at('.husky'));
      await assert.rejects(here.install(), { code: 'storage' });
      assert.deepEqual(readdirSync(outside), ['.bashrc']);
    });

    posixIt('runs after a file that ends early, which is kept beside it', async () => {
      useHusky();
      here.addProgram();
      const before = '[ -z "$FAKE_STRICT" ] && exit 0\nexit 5\n';
      here.write('.husky/pre-commit', before);
      await here.install();
      stage();
      assert.match(here.commit([]).said, /^checked by polyprompt\n/);
      assert.equal(here.commit(['--allow-empty'], { FAKE_STRICT: '1' }).code, 1);
      assert.equal(here.recorded().filter((line) => line === 'check --staged --hook').length, 1);
      await here.uninstall();
      assert.equal(here.read('.husky/pre-commit'), before);
      assert.equal(here.has('.husky/pre-commit.before-polyprompt'), false);
    });

    posixIt('gets a file where it has none, which goes again', async () => {
      useHusky();
      here.addProgram();
      await here.install();
      stage();
      assert.equal(here.commit([], { FAKE_CODE: '10' }).code, 1);
      await here.uninstall();
      assert.equal(here.has('.husky/pre-commit'), false);
    });

    it('is known by its package before it is active, and that is said', async () => {
      here.write('package.json', '{"scripts":{"prepare":"husky"}}');
      here.write('.husky/pre-commit', 'npm test\n');
      const { file, notes } = await here.install();
      assert.equal(file, here.at('.husky/pre-commit'));
      assert.match(notes.join('\n'), /Husky is not active in this clone yet: run npx husky once\./);
    });

    it('keeps what was added since when ours is taken out', async () => {
      useHusky();
      here.write('.husky/pre-commit', 'npm test\n');
      await here.install();
      here.write('.husky/pre-commit', `# first\n${here.read('.husky/pre-commit')}npm run lint\n`);
      await here.uninstall();
      assert.equal(here.read('.husky/pre-commit'), '# first\nnpm test\nnpm run lint\n');
    });
  });

  describe('in a folder that core.hooksPath names', () => {
    posixIt('is extended there, and said to be committed', async () => {
      here.addProgram();
      const file = here.write('.githooks/pre-commit', '#!/bin/bash\necho own\n', 0o755);
      here.git('add', '.githooks');
      here.git('config', 'core.hooksPath', '.githooks');
      const { changes, notes } = await here.install();
      assert.deepEqual(changes, [{ what: 'wrote', file }]);
      assert.match(notes.join(), /is part of the repository/);
      assertPortable('.githooks/pre-commit');
      stage();
      assert.match(here.commit([]).said, /^own\nchecked by polyprompt\n/);
      await here.uninstall();
      assert.equal(here.read('.githooks/pre-commit'), '#!/bin/bash\necho own\n');
      here.assertMode('.githooks/pre-commit', 0o755);
    });

    it('is said to need its executable bit where the clone keeps none, until Git has it', async () => {
      here.addProgram();
      const earlier = '.githooks/pre-commit.before-polyprompt';
      here.write('.githooks/pre-commit', '#!/bin/sh\nexec true\n', 0o755);
      here.git('config', 'core.hooksPath', '.githooks');
      assert.doesNotMatch((await here.install()).notes.join(), /chmod/);
      here.git('config', 'core.fileMode', 'false');
      const command = `git add --chmod=+x .githooks/pre-commit ${earlier}`;
      assert.ok((await here.install()).notes.join('\n').endsWith(`: add it with ${command}`));
      here.git('add', '--chmod=+x', '.githooks/pre-commit');
      assert.match((await here.install()).notes.join('\n'), new RegExp(`git add --chmod=\\+x ${earlier}$`));
      here.git('add', '--chmod=+x', earlier);
      assert.doesNotMatch((await here.install()).notes.join(), /chmod/);
      assert.match(here.git('ls-files', '--stage', '.githooks'), /^(?:100755 .*\n){2}$/);
    });

    it('keeps its line ends when it is brought up to date, and none of others', async () => {
      here.write('.githooks/pre-commit', '#!/bin/sh\r\necho own #\r\n', 0o755);
      here.git('config', 'core.hooksPath', '.githooks');
      await here.install();
      const installed = here.read('.githooks/pre-commit');
      assert.doesNotMatch(installed, /(?<!\r)\n/);
      assert.ok(!here.has('.githooks/pre-commit.before-polyprompt'));
      here.write('.githooks/pre-commit', installed.replace('check --staged', 'check --old'), 0o755);
      assert.equal((await here.install()).changes.length, 1);
      assert.equal(here.read('.githooks/pre-commit'), installed);
      await here.uninstall();
      assert.equal(here.read('.githooks/pre-commit'), '#!/bin/sh\r\necho own #\r\n');
    });

    posixIt('says that a folder outside of the repository is shared', async () => {
      here.addProgram();
      here.git('config', 'core.hooksPath', path.join(here.scratch(), 'all hooks'));
      const { file, notes } = await here.install();
      assert.equal(file, path.join(here.scratch(), 'all hooks', 'pre-commit'));
      assert.match(notes.join(), /runs in every repository that uses this folder/);
      stage();
      assert.equal(here.commit([], { FAKE_CODE: '10' }).code, 1);
    });
  });

  describe('by Lefthook', () => {
    const samples: Readonly<Record<string, readonly [text: string, path: YamlPath]>> = {
      'commands, with comments': [
        '# ours\npre-commit:\n    parallel: true  # fast\n    commands:\n        lint:\n            run: |\n                npm run lint\n            # after lint\n\npre-push:\n    jobs: []\n',
        ['pre-commit', 'commands', 'polyprompt', 'run'],
      ],
      'a list of jobs': [
        'pre-commit:\n  jobs:\n  - name: lint\n    run: npm run lint # quick\n  - run: npm test',
        ['pre-commit', 'jobs', 2, 'run'],
      ],
      'only another hook': [
        'pre-push:\n  commands:\n    t: { run: x }\n',
        ['pre-commit', 'commands', 'polyprompt', 'run'],
      ],
      'a hook without a command': ['pre-commit:\npre-push: {}\n', ['pre-commit', 'commands', 'polyprompt', 'run']],
      'a hook of settings': ['pre-commit:\n  parallel: true\n', ['pre-commit', 'commands', 'polyprompt', 'run']],
      'line ends of Windows': [
        'pre-commit:\r\n  commands:\r\n    l:\r\n      run: x\r\n',
        ['pre-commit', 'commands', 'polyprompt', 'run'],
      ],
      nothing: ['', ['pre-commit', 'commands', 'polyprompt', 'run']],
    };
    for (const [name, [before, place]] of Object.entries(samples))
      it(`gets an entry in a file of ${name}, and loses it byte for byte`, async () => {
        here.write('lefthook.yml', before, 0o600);
        const { changes, summary } = await here.install();
        assert.deepEqual(changes, [{ what: 'wrote', file: here.at('lefthook.yml') }]);
        assert.equal(summary, 'The pre-commit hook is installed in lefthook.yml, run by Lefthook.');
        const script = String(valueAt(readYaml(here.read('lefthook.yml'), 0).value, place));
        assert.match(script, /^\(\n {2}if \[ -x node_modules\/\.bin\/polyprompt \]; then\n[\s\S]*\nesac\n$/);
        assertPortable('lefthook.yml');
        assert.deepEqual((await here.install()).changes, []);
        await here.uninstall();
        assert.equal(here.read('lefthook.yml'), before);
        here.assertMode('lefthook.yml', 0o600);
      });

    posixIt('runs the check by what it was given, and knows what stops a commit', async () => {
      here.addProgram();
      here.write('.lefthook.yaml', 'pre-push: {}\n');
      await here.install();
      const { value } = readYaml(here.read('.lefthook.yaml'), 0);
      const script = String(valueAt(value, ['pre-commit', 'commands', 'polyprompt', 'run']));
      const env = here.environment({ FAKE_CODE: '10' });
      assert.throws(() => execFileSync('sh', ['-c', script], { cwd: here.root(), env }), { status: 1 });
    });

    for (const [file, text, wanted] of [
      [
        'lefthook.toml',
        '[pre-push]\n',
        /Add this to it yourself:\n\n\[pre-commit\.commands\.polyprompt\]\nrun = '''\n\(/,
      ],
      ['lefthook.json', '{}\n', /Add this to it yourself:\n\n\{\n {2}"pre-commit": \{/],
      [
        'lefthook.yml',
        'pre-commit: { commands: { a: { run: x } } }\n',
        /Add this to it yourself:\n\npre-commit:\n {2}commands:/,
      ],
      ['lefthook.yml', 'pre-commit: [\n', /Add this to it yourself/],
    ] as const)
      it(`says what to add to ${file} of ${JSON.stringify(text)}, and leaves it alone`, async () => {
        here.write(file, text);
        await assert.rejects(here.install(), adviceLike(wanted));
        assert.equal(here.read(file), text);
      });

    it('leaves an entry that was changed since, and says what to do', async () => {
      here.write('lefthook.yml', 'pre-push: {}\n');
      await here.install();
      const edited = here.read('lefthook.yml').replace('check --staged --hook', 'check --staged --offline');
      here.write('lefthook.yml', edited);
      await assert.rejects(here.uninstall(), /were changed since/);
      assert.equal(here.read('lefthook.yml'), edited);
    });
  });

  describe('by the pre-commit framework', () => {
    const file = '.pre-commit-config.yaml';
    for (const [name, before] of [
      [
        'indented',
        '# checks\nrepos:\n  - repo: https://example.com/a\n    rev: v1\n    hooks:\n      - id: a # one\n\n  # the end\ndefault_stages: [pre-commit]\n',
      ],
      ['flat', 'repos:\n- repo: local\n  hooks:\n  - id: a\n    name: a\n    entry: a\n    language: system'],
      ['without any', 'fail_fast: true\n'],
    ] as const)
      it(`gets a local hook in a list that is ${name}, and loses it byte for byte`, async () => {
        here.write(file, before);
        const { summary, notes } = await here.install();
        assert.equal(summary, `The pre-commit hook is installed in ${file}, run by the pre-commit framework.`);
        assert.match(notes.join(), /run pre-commit install once/);
        const { value } = readYaml(here.read(file), 0);
        const repos = valueAt(value, ['repos']);
        const added = Array.isArray(repos) ? repos.at(-1) : undefined;
        const { entry, ...hook } = Object(valueAt(added ?? null, ['hooks', 0]));
        assert.deepEqual(hook, {
          id: 'polyprompt',
          name: 'polyprompt check',
          language: 'system',
          stages: ['pre-commit'],
          pass_filenames: false,
          always_run: true,
          verbose: true,
        });
        assert.match(entry, /^sh -c '\n[^']*'$/);
        assertPortable(file);
        await here.uninstall();
        assert.equal(here.read(file), before);
      });

    posixIt('runs the check by an entry that a shell of its own splits', async () => {
      here.addProgram();
      here.write(file, 'repos: []\n');
      await assert.rejects(here.install(), adviceLike(/Add this to it yourself:\n\nrepos:\n {2}- repo: local/));
      here.write(file, 'repos:\n');
      await here.install();
      const entry = String(valueAt(readYaml(here.read(file), 0).value, ['repos', 0, 'hooks', 0, 'entry']));
      const env = here.environment({ FAKE_CODE: '10' });
      assert.throws(() => execFileSync('sh', ['-c', entry], { cwd: here.root(), env }), { status: 1 });
      assert.equal(here.recorded()[0], 'check --staged --hook');
    });

    it('gives way to a folder of core.hooksPath, in which it does not run', async () => {
      here.write(file, 'repos:\n');
      here.git('config', 'core.hooksPath', '.githooks');
      assert.equal((await here.install()).file, here.at('.githooks/pre-commit'));
    });
  });

  it('is found and taken out where it was before the manager came', async () => {
    await here.install();
    here.write('lefthook.yml', 'pre-push: {}\n');
    const { notes } = await here.install();
    assert.match(notes.join('\n'), /It is in \.git\/hooks\/pre-commit too/);
    assert.deepEqual(await hookStatus(await requireRepository(here.root())), [
      'pre-commit hook: lefthook.yml, run by Lefthook',
      'pre-commit hook: .git/hooks/pre-commit, run by Git',
      'Lefthook is not active in this clone yet: run lefthook install once.',
      'baseline merge driver: not installed',
    ]);
    assert.deepEqual(
      (await here.uninstall()).changes.map(({ what, file }) => [what, file]),
      [
        ['wrote', here.at('lefthook.yml')],
        ['removed', here.at('.git/hooks/pre-commit')],
      ],
    );
  });
});
