import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { workspaceFolder } from '../workspace.ts';

describe('the pre-commit hook of a folder that is not trusted', () => {
  before(() => execFileSync('git', ['init', '-q'], { cwd: workspaceFolder() }));
  after(() => rmSync(path.join(workspaceFolder(), '.git'), { recursive: true }));

  it('is not installed', async () => {
    await vscode.commands.executeCommand('polyprompt.installHook');
    assert.ok(!existsSync(path.join(workspaceFolder(), '.git', 'hooks', 'pre-commit')));
  });
});
