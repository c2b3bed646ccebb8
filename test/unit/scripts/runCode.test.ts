import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCode, runCode } from '../../../scripts/vsCodeHere.ts';

describe('the command of VS Code', () => {
  const isWindows = process.platform === 'win32';
  let folder = '';
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'polyprompt-code-')), "R&D 100% it's (x86)");
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, '..', 'print.cjs'),
      "require('fs').writeFileSync(__dirname + '/said.json', JSON.stringify(process.argv.slice(2)))",
    );
    const call = isWindows ? '@"%NODE_HERE%" "%PRINT_HERE%" %*' : '#!/bin/sh\n"$NODE_HERE" "$PRINT_HERE" "$@"\n';
    writeFileSync(path.join(folder, isWindows ? 'code.cmd' : 'code'), call, { mode: 0o755 });
    Object.assign(process.env, { NODE_HERE: process.execPath, PRINT_HERE: path.join(folder, '..', 'print.cjs') });
  });
  afterEach(() => {
    for (const name of ['NODE_HERE', 'PRINT_HERE']) delete process.env[name];
    rmSync(path.dirname(folder), { recursive: true, force: true, maxRetries: 3 });
  });

  it('is found on the PATH and gets its words as they are, whatever signs stand in them', () => {
    const code = findCode({ platform: process.platform, environment: { PATH: folder }, home: folder });
    assert.equal(code, path.join(folder, isWindows ? 'code.cmd' : 'code'));
    const words = ['--new-window', "C:\\it's (x86)\\a b & c^.prompt"];
    assert.equal(runCode(code ?? '', words, 'ignore'), 0);
    assert.deepEqual(JSON.parse(readFileSync(path.join(folder, '..', 'said.json'), 'utf8')), words);
  });
});
