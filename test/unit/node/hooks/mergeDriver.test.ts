import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { installMergeDriver, uninstallMergeDriver } from '../../../../src/node/hooks/mergeDriver.ts';
import { hookStatus, requireRepository } from '../../../../src/node/hooks/preCommitHook.ts';
import { onPosix } from '../../../support/onPosix.ts';
import { hookRepository } from './hookRepository.ts';

const { it: posixIt } = onPosix('Git runs it by sh');

const baseline = '.polyprompt/baselines/süite.eval.json';
const line = '**/.polyprompt/baselines/*.json merge=polyprompt-baseline\n';

describe('the merge driver of baselines', () => {
  const here = hookRepository('50% of it');
  const repository = () => requireRepository(here.root());
  const install = async () => installMergeDriver(await repository(), here.program());

  /** Two branches that change the same line. */
  function diverge(): void {
    const version = (text: string) => {
      here.write(baseline, text);
      here.git('add', '.');
      here.git('commit', '-q', '--no-verify', '-m', 'baseline');
    };
    version('base\n');
    here.git('checkout', '-q', '-b', 'other');
    version('theirs\n');
    here.git('checkout', '-q', 'main');
    version('ours\n');
  }

  function merge(env: Readonly<Record<string, string>> = {}) {
    return spawnSync('git', ['merge', '--no-edit', 'other'], {
      cwd: here.root(),
      env: here.environment(env),
      encoding: 'utf8',
    });
  }

  posixIt('is run with the base, ours and theirs', async () => {
    diverge();
    await install();
    const script = '#!/bin/sh\necho "$1: $(cat "$2" "$3" "$4" | tr "\\n" " ")" > "$3"\n';
    here.write('node_modules/.bin/polyprompt', script, 0o755);
    assert.equal(merge().status, 0);
    assert.equal(here.read(baseline), 'merge-baseline: base ours theirs \n');
  });

  posixIt('is found by the path of who installed it, also in a folder with a percent sign', async () => {
    diverge();
    await installMergeDriver(await repository(), { ...here.program(), cli: here.at('my cli.js') });
    here.write('my cli.js', 'require("node:fs").writeFileSync(process.argv[4], process.argv[2])');
    assert.equal(merge().status, 0);
    assert.equal(here.read(baseline), 'merge-baseline');
  });

  const conflict = '<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n';

  it('leaves an ordinary conflict where there is no polyprompt', async () => {
    diverge();
    await install();
    assert.equal(merge().status, 1);
    assert.equal(here.read(baseline), conflict);
  });

  posixIt('leaves an ordinary conflict where polyprompt cannot merge, and what that says', async () => {
    diverge();
    await install();
    here.write('node_modules/.bin/polyprompt', '#!/bin/sh\necho "cannot be read" >&2\nexit 2\n', 0o755);
    const { status, stderr } = merge();
    assert.deepEqual([status, here.read(baseline)], [1, conflict]);
    assert.match(stderr, /^cannot be read$/m);
  });

  for (const [name, before] of [
    ['that is not there', undefined],
    ['that ends with a line end', '*.png binary\n'],
  ] as const)
    it(`writes one line into a .gitattributes ${name}, once, and takes it out again`, async () => {
      if (before !== undefined) here.write('.gitattributes', before);
      const changes = await install();
      assert.deepEqual(
        changes.map(({ what, file }) => `${what} ${file}`),
        [
          `wrote ${here.at('.gitattributes')}`,
          'set merge.polyprompt-baseline.name',
          'set merge.polyprompt-baseline.driver',
        ],
      );
      assert.equal(here.read('.gitattributes'), `${before ?? ''}${line}`);
      assert.deepEqual(await install(), []);
      await uninstallMergeDriver(await repository());
      assert.equal(here.has('.gitattributes') ? here.read('.gitattributes') : undefined, before);
      assert.doesNotMatch(here.read('.git/config'), /polyprompt/);
      assert.deepEqual(await uninstallMergeDriver(await repository()), []);
    });

  it('begins its line on a line of its own', async () => {
    here.write('.gitattributes', '*.png binary');
    await install();
    assert.equal(here.read('.gitattributes'), `*.png binary\n${line}`);
  });

  it('is offered where baselines are kept, until it is there', async () => {
    here.write(baseline, '{}');
    assert.match((await here.install()).notes.join(), /polyprompt hook install --merge-driver/);
    await install();
    assert.deepEqual((await here.install()).notes, []);
  });

  it('is known to be half there in a fresh clone', async () => {
    here.write('.gitattributes', line);
    assert.deepEqual((await hookStatus(await repository())).slice(1), [
      'baseline merge driver: not installed in this clone: polyprompt hook install --merge-driver',
    ]);
  });
});
