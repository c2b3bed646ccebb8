import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { McpServer } from '../../../../src/core/tools/mcp/mcpServer.ts';
import { Approvals } from '../../../../src/node/mcp/approvals.ts';
import { onPosix } from '../../../support/onPosix.ts';

const server: McpServer = { type: 'program', command: 'node', args: ['a.mjs'], env: [] };

const posix = onPosix('links need a right there');

describe('Approvals', () => {
  let home = '';
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'polyprompt-approvals-'));
    for (const name of ['one', 'two']) mkdirSync(path.join(home, name));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));
  const folder = (name: string) => path.join(home, name);
  const approvals = () => new Approvals(folder('config'));

  it('are for one folder and exactly one command, and outlast the process', () => {
    approvals().add(folder('one'), server);
    assert.ok(approvals().has(folder('one'), server));
    assert.ok(!approvals().has(folder('two'), server));
    assert.ok(!approvals().has(folder('one'), { ...server, args: ['b.mjs'] }));
    approvals().add(folder('two'), server);
    assert.ok(approvals().has(folder('one'), server) && approvals().has(folder('two'), server));
  });

  posix.it('are for the folder behind a link', () => {
    symlinkSync(folder('one'), folder('link'));
    approvals().add(folder('link'), server);
    assert.ok(approvals().has(folder('one'), server));
    unlinkSync(folder('link'));
    symlinkSync(folder('two'), folder('link'));
    assert.ok(!approvals().has(folder('link'), server));
  });

  it('are none where the file is broken', () => {
    mkdirSync(folder('config'));
    writeFileSync(path.join(folder('config'), 'mcp-approvals.json'), '{"x": ');
    assert.ok(!approvals().has(folder('one'), server));
  });
});
