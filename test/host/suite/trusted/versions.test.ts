import assert from 'node:assert/strict';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { gitIn } from '../../../support/gitFolder.ts';
import { closeAll, workspaceFolder } from '../workspace.ts';

describe('the older version of a prompt', () => {
  const file = () => path.join(workspaceFolder(), 'greet.prompt');
  const git = (...args: readonly string[]) => gitIn(workspaceFolder(), args).trim();
  let committed = '';
  let commit = '';

  /** What the editor shows under the address of a version. */
  async function textAt(version: string, change: { readonly root?: string; readonly file?: string } = {}) {
    const query = JSON.stringify({ root: realpathSync(workspaceFolder()), file: 'greet.prompt', version, ...change });
    const uri = vscode.Uri.file(file()).with({ scheme: 'polyprompt-version', query });
    return vscode.workspace.openTextDocument(uri);
  }

  before(() => {
    committed = readFileSync(file(), 'utf8');
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    commit = git('rev-parse', 'HEAD');
    writeFileSync(file(), committed.replace('Say hello', 'Say {{> not_there}} goodbye'));
    git('add', 'greet.prompt');
    writeFileSync(file(), committed);
  });
  after(async () => {
    await closeAll();
    rmSync(path.join(workspaceFolder(), '.git'), { recursive: true });
  });

  it('reads as the commit has it, and as it is staged, whatever is on disk', async () => {
    const [older, staged] = [await textAt(commit), await textAt('staged')];
    assert.equal(older.getText(), committed);
    assert.match(staged.getText(), /goodbye/);
    assert.equal(older.languageId, 'dotprompt');
  });

  it('is empty for a file that the version does not have', async () => {
    assert.equal((await textAt(commit, { file: 'new.prompt' })).getText(), '');
    assert.equal((await textAt('')).getText(), '');
  });

  it('is read from no repository but those that are open, and by no other name than an id', async () => {
    assert.equal((await textAt(commit, { root: path.dirname(workspaceFolder()) })).getText(), '');
    for (const version of ['HEAD', '--textconv', 'staged:x']) assert.equal((await textAt(version)).getText(), '');
  });

  it('has no Problems: nobody can mend it', async () => {
    const { uri } = await textAt('staged');
    await vscode.window.showTextDocument(uri);
    // The same words on disk have one, so the check has run by the time it is there.
    const other = await vscode.workspace.openTextDocument({ language: 'dotprompt', content: '{{> not_there}}' });
    await new Promise<void>((resolve) => {
      const told = vscode.languages.onDidChangeDiagnostics(() => {
        if (vscode.languages.getDiagnostics(other.uri).length === 0) return;
        told.dispose();
        resolve();
      });
    });
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });
});
