import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { windowsLauncher, writeLaunchers } from '../../../src/node/launcher.ts';
import { onPosix } from '../../support/onPosix.ts';

describe('launcher', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "polyprompt it's "));
    mkdirSync(path.join(folder, 'path'));
    if (process.platform !== 'win32') symlinkSync('/bin/sh', path.join(folder, 'path', 'sh'));
    write('cli.mjs', 'console.log(process.env.ELECTRON_RUN_AS_NODE ?? "no editor", ...process.argv.slice(2))');
    writeLaunchers(path.join(folder, 'bin'), { cli: path.join(folder, 'cli.mjs'), editor: process.execPath }, 'linux');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(name: string, text: string): void {
    writeFileSync(path.join(folder, name), text);
    chmodSync(path.join(folder, name), 0o755);
  }

  function run(...args: string[]): string {
    return execFileSync(path.join(folder, 'bin', 'polyprompt'), args, {
      env: { PATH: path.join(folder, 'path') },
      encoding: 'utf8',
    });
  }

  const { it: posixIt } = onPosix('it starts sh');

  posixIt('runs the command line by the editor where there is no Node.js', () => {
    assert.equal(run('eval', 'a b', "it's"), "1 eval a b it's\n");
  });

  posixIt('runs it by the Node.js of the PATH when that is new enough', () => {
    symlinkSync(process.execPath, path.join(folder, 'path', 'node'));
    assert.equal(run('runs'), 'no editor runs\n');
  });

  posixIt('leaves an old Node.js alone', () => {
    write('path/node', '#!/bin/sh\nexit 1\n');
    assert.equal(run('runs'), '1 runs\n');
  });

  posixIt('writes nothing anew that is right already', () => {
    const file = path.join(folder, 'bin', 'polyprompt');
    const before = statSync(file).mtimeMs;
    writeLaunchers(path.join(folder, 'bin'), { cli: path.join(folder, 'cli.mjs'), editor: process.execPath }, 'linux');
    assert.equal(statSync(file).mtimeMs, before);
  });

  it('writes a command for Windows beside the one for Git Bash', () => {
    const text = windowsLauncher({
      cli: 'C:\\Users\\A 100% B\\.vscode\\extensions\\polyprompt\\dist\\polyprompt.js',
      editor: 'C:\\Program Files\\Microsoft VS Code\\Code.exe',
    });
    const lines = text.split('\r\n');
    assert.equal(lines[0], '@echo off');
    assert.ok(
      lines.includes('set "POLYPROMPT_CLI=C:\\Users\\A 100%% B\\.vscode\\extensions\\polyprompt\\dist\\polyprompt.js"'),
    );
    assert.ok(lines.includes('"C:\\Program Files\\Microsoft VS Code\\Code.exe" "%POLYPROMPT_CLI%" %*'));
    assert.equal(lines.filter((line) => line === 'exit /b %errorlevel%').length, 2);
    assert.ok(!/(?<!\r)\n/.test(text));
  });

  it('gives Git Bash on Windows a path that it understands', () => {
    const bin = path.join(folder, 'windows');
    writeLaunchers(bin, { cli: 'C:\\a\\polyprompt.js', editor: 'C:\\Code.exe' }, 'win32');
    assert.ok(statSync(path.join(bin, 'polyprompt.cmd')).isFile());
    assert.ok(statSync(path.join(bin, 'polyprompt')).isFile());
  });
});
