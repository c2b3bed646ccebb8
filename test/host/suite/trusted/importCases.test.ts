import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, openTabs, workspaceFolder } from '../workspace.ts';

const here = (name: string) => path.join(workspaceFolder(), name);

function importTab(): vscode.Tab | undefined {
  return openTabs().find(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('polyprompt.cases'),
  );
}

describe('importing cases', () => {
  const made = ['import.log.csv'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('opens one page for a prompt and its files, and writes nothing by itself', async () => {
    writeFileSync(here('import.log.csv'), 'name,answer\nMaria Keller,Hello\n');
    const before = readdirSync(workspaceFolder()).sort();
    const wanted = {
      prompt: vscode.Uri.file(here('greet.prompt')).toString(),
      files: [vscode.Uri.file(here('import.log.csv')).toString()],
    };
    await vscode.commands.executeCommand('polyprompt.importCases', wanted);
    const tab = await eventually('the page', importTab);
    assert.equal(tab.label, 'greet.prompt - Import Cases');
    await vscode.commands.executeCommand('polyprompt.importCases', wanted);
    await eventually('one page alone', () =>
      openTabs().filter(({ label }) => label === tab.label).length === 1 ? true : undefined,
    );
    assert.deepEqual(readdirSync(workspaceFolder()).sort(), before);
  });

  it('opens the page for what is personal in the open file', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(here('import.log.csv')));
    await vscode.commands.executeCommand('polyprompt.replacePersonalData');
    const tab = await eventually('the page', importTab);
    assert.equal(tab.label, 'import.log.csv - Personal Data');
  });
});
