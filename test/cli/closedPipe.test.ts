import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onPosix } from '../support/onPosix.ts';
import { suiteFolder } from './suiteFolder.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');

onPosix('it starts sh').describe('a reader that goes away', () => {
  const here = suiteFolder();

  /** Runs a command into a pipe that is closed at once; the exit code of the command, and what it said on the other way out. */
  function intoClosedPipe(command: string, both: boolean) {
    const script = `{ "$NODE" "$CLI" ${command} ${both ? '2>&1' : '2>err.txt'}; echo $? > code.txt; } | true`;
    spawnSync('sh', ['-c', script], {
      cwd: here.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: here.folder, NODE: process.execPath, CLI: cli },
    });
    return { code: Number(here.read('code.txt')), said: both ? '' : here.read('err.txt') };
  }

  beforeEach(() => {
    here.write('p.prompt', 'Say {{x}}');
    const cases = Array.from({ length: 40 }, (_, row) => ({
      vars: { x: `${row}` },
      assert: [{ type: 'contains', value: 'nothing that is said' }],
    }));
    here.write('s.eval.yaml', JSON.stringify({ prompt: './p.prompt', models: ['simulated/terse'], cases }));
  });

  for (const command of [
    'models',
    'models --json',
    'estimate s.eval.yaml',
    '--help',
    'run p.prompt -m simulated/terse --input x=1',
  ])
    it(`ends quietly: ${command}`, () => {
      for (const both of [false, true]) {
        const { code, said } = intoClosedPipe(command, both);
        assert.ok(code === 141 || code === 0, `${code}`);
        assert.doesNotMatch(said, /EPIPE|Error|at .*\.js/);
      }
    }).timeout(60_000);

  it('lets an eval come to its end, with its files and its record, and never says below threshold', async () => {
    for (const both of [false, true]) {
      const { code, said } = intoClosedPipe('eval s.eval.yaml --yes -o r.json', both);
      assert.ok(code === 141 || code === 0, `${code}`);
      assert.doesNotMatch(said, /EPIPE/);
      assert.equal(JSON.parse(here.read('r.json')).results.length, 40);
    }
    assert.equal(JSON.parse((await here.run('runs', '--json')).stdout).length, 2);
  }).timeout(60_000);

  it('is told from a disk that is full', function () {
    if (!existsSync('/dev/full')) this.skip();
    const script = '"$NODE" "$CLI" models > /dev/full 2> err.txt; echo $? > code.txt';
    execFileSync('sh', ['-c', script], {
      cwd: here.folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: here.folder, NODE: process.execPath, CLI: cli },
    });
    assert.deepEqual(
      [here.read('code.txt'), here.read('err.txt')],
      ['5\n', 'The output cannot be written (ENOSPC).\n'],
    );
  });
});
