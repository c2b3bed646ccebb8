import assert from 'node:assert/strict';
import { existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { gitIn } from '../../../support/gitFolder.ts';
import { open, storedRuns, workspaceFolder } from '../workspace.ts';

describe('changed prompts of a folder that is not trusted', () => {
  const prompt = () => path.join(workspaceFolder(), 'evals', 'colour.prompt.txt');
  const git = (...args: readonly string[]) => gitIn(workspaceFolder(), args).trim();

  before(() => {
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    writeFileSync(prompt(), 'Say nothing.\n');
    git('add', '.');
  });
  after(() => {
    git('checkout', '-q', 'HEAD', '--', '.');
    rmSync(path.join(workspaceFolder(), '.git'), { recursive: true });
  });

  it('are neither compared nor accepted, from wherever it is asked for', async () => {
    const { document } = await open('evals/colour.prompt.txt');
    for (const command of ['compareWithHead', 'compareWithCommit', 'checkStaged', 'acceptBaseline'])
      await vscode.commands.executeCommand(`polyprompt.${command}`, document.uri);
    assert.deepEqual(storedRuns(), []);
    assert.ok(!existsSync(path.join(workspaceFolder(), '.polyprompt')));
  });

  it('are not read from Git', async () => {
    const query = JSON.stringify({
      root: realpathSync(workspaceFolder()),
      file: 'greet.prompt',
      version: git('rev-parse', 'HEAD'),
    });
    const uri = vscode.Uri.file(prompt()).with({ scheme: 'polyprompt-version', query });
    assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), '');
  });
});
