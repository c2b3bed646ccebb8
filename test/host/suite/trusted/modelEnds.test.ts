import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, workspaceFolder } from '../workspace.ts';

const catalogFile = path.join(process.env['POLYPROMPT_TEST_SCRATCH'] ?? '', 'catalog.json');
const old = {
  id: 'openai/gpt-5.6-luna',
  endsOn: '2020-01-31',
  successor: 'openai/gpt-6-luna',
  endSource: 'a page of the vendor',
};

function endsIn(name: string): readonly vscode.Diagnostic[] {
  const uri = vscode.Uri.file(path.join(workspaceFolder(), name));
  return vscode.languages.getDiagnostics(uri).filter(({ code }) => code === 'model-ends');
}

describe('models that have ended', () => {
  const file = () => path.join(workspaceFolder(), 'ended.prompt');
  const settings = () => vscode.workspace.getConfiguration('polyprompt');

  before(async () => {
    writeFileSync(catalogFile, JSON.stringify({ models: [old] }));
    writeFileSync(file(), '---\nmodel: openai/gpt-5.6-luna\n---\nHi');
    await settings().update('catalogFile', catalogFile, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await settings().update('catalogFile', undefined, vscode.ConfigurationTarget.Global);
    rmSync(file());
    await closeAll();
  });

  it('are Problems where they are named, with a quick fix that leads to the migration report', async () => {
    const { document } = await open('ended.prompt');
    const [found] = await eventually('the problem', () => {
      const ends = endsIn('ended.prompt');
      return ends.length > 0 ? ends : undefined;
    });
    assert.ok(found);
    assert.match(
      found.message,
      /^openai\/gpt-5\.6-luna ended 2020-01-31, [\d,]+ days ago; successor openai\/gpt-6-luna\.$/,
    );
    assert.equal(document.getText(found.range), 'openai/gpt-5.6-luna');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found.range,
    );
    const fix = actions.find(({ title }) => title === 'Show migration report for openai/gpt-6-luna');
    assert.deepEqual(fix?.command?.arguments, [
      { file: document.uri.toString(), from: 'openai/gpt-5.6-luna', to: 'openai/gpt-6-luna' },
    ]);
  });
});
