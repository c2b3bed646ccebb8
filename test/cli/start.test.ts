import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..', '..');
const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

describe('the start of the command line', () => {
  let scratch = '';
  before(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-start-'));
  });
  after(() => rmSync(scratch, { recursive: true }));

  /** Our Node.js under another version: what it says of itself is all that the start goes by. */
  function runOn(version: string, file: string, ...args: readonly string[]): SpawnSyncReturns<string> {
    const preload = path.join(scratch, `node-${version}.cjs`);
    const versions = `{ ...process.versions, node: '${version}' }`;
    writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
    return spawnSync(process.execPath, ['--require', preload, file, ...args], { cwd: scratch, encoding: 'utf8' });
  }

  for (const name of ['cli.js', 'polyprompt.js']) {
    const file = path.join(root, 'dist', name);
    for (const version of ['18.0.0', '20.20.2', '22.17.1'])
      it(`${name} says what it needs on Node ${version}, and nothing else`, () => {
        const { status, stdout, stderr } = runOn(version, file, 'check', '--staged', '--hook');
        assert.deepEqual(
          [status, stdout, stderr],
          [126, '', `Polyprompt needs Node 22.18 or newer; this is ${version}.\n`],
        );
      });

    for (const version of ['22.18.0', '23.0.0', '24.1.0'])
      it(`${name} starts on Node ${version}`, () => {
        assert.equal(runOn(version, file, '--version').status, 0);
      });
  }

  it('needs what the package says it needs', () => {
    assert.deepEqual(Object.getOwnPropertyDescriptor(manifest, 'engines')?.value.node, '>=22.18');
  });

  it('says so when what it loads is broken or gone', () => {
    const alone = path.join(scratch, 'polyprompt.mjs');
    copyFileSync(path.join(root, 'dist', 'polyprompt.js'), alone);
    const { status, stderr } = spawnSync(process.execPath, [alone, '--version'], { encoding: 'utf8' });
    assert.equal(status, 126);
    assert.match(stderr, /^Polyprompt cannot be started: /);
  });
});
