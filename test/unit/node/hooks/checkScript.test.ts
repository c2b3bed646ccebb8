import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkScript } from '../../../../src/node/hooks/checkScript.ts';

describe('the script of the pre-commit hook', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-script-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const run = (lines: readonly string[]) =>
    spawnSync('sh', ['-c', [...lines, 'echo "after: $# $PATH"'].join('\n'), 'hook', 'one'], {
      cwd: scratch,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
    });

  it('finds the extension’s polyprompt again when an update has moved it', () => {
    const extension = (version: string) => path.join(scratch, `ext's`, `polyprompt.polyprompt-${version}`, 'dist');
    mkdirSync(extension('0.2.0'), { recursive: true });
    writeFileSync(path.join(extension('0.2.0'), 'polyprompt.js'), 'console.log("moved");');
    const { stdout } = run(
      checkScript({ cli: path.join(extension('0.1.0'), 'polyprompt.js'), node: process.execPath }),
    );
    assert.match(stdout, /^moved\n/);
  });

  it('sets nothing for what follows in the same file', () => {
    const { stdout } = run(checkScript({ cli: '/gone/cli.js', node: '/gone/node' }));
    assert.equal(stdout, 'after: 1 /usr/bin:/bin\n');
  });

  it('ends the file with the exit code of the check', () => {
    const program = path.join(scratch, 'node_modules', '.bin', 'polyprompt');
    mkdirSync(path.dirname(program), { recursive: true });
    writeFileSync(program, '#!/bin/sh\nexit 4\n');
    chmodSync(program, 0o755);
    const { status, stdout } = run(checkScript());
    assert.deepEqual([status, stdout], [4, '']);
  });

  it('writes Windows paths as the shell of Git for Windows reads them', () => {
    const lines = checkScript({ cli: 'C:\\Users\\Zoë\\cli.js', node: 'C:\\Program Files\\nodejs\\node.exe' }).join(
      '\n',
    );
    assert.match(lines, /set -- 'C:\/Users\/Zoë\/cli\.js'/);
    assert.match(lines, /'\/c\/Program Files\/nodejs'/);
  });
});
