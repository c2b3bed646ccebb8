import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { pick } from '../pick.ts';
import { closeAll, open, openTabs, panelTab, runToEnd, storedRuns, workspaceFolder } from '../workspace.ts';

const here = (name: string) => path.join(workspaceFolder(), name);

describe('first steps', () => {
  const made = ['new.prompt', 'greet.eval.yaml', 'greet.cases.csv'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('open a sample prompt and stream four simulated answers, whatever is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('polyprompt.runSample');
    const editor = await eventually('the sample', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith('/sample/triage.prompt')),
    );
    assert.match(editor.document.getText(), /Sorts a support ticket/);
    await eventually('its panel', panelTab);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
      10,
    );
    assert.match(lenses[0]?.command?.title ?? '', /Run on 4 models/);
  });

  it('run the sample suite in sight of its table', async () => {
    await vscode.commands.executeCommand('polyprompt.runSampleSuite');
    await eventually('the table', () =>
      openTabs().find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('matrix')),
    );
    await eventually('an end of it', async () => {
      const uri = vscode.window.visibleTextEditors[0]?.document.uri;
      const lenses =
        uri && (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10));
      return lenses?.some(({ command }) => /\/180 passed/.test(command?.title ?? '')) ? true : undefined;
    });
  });

  it('make a prompt file that runs at once', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const creating = vscode.commands.executeCommand('polyprompt.newPromptFile');
    await eventually('the file', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return existsSync(here('new.prompt')) ? true : undefined;
    });
    await creating;
    const state = await runToEnd('polyprompt.runWithSimulatedModels');
    assert.equal(state.prompt, 'new.prompt');
    assert.equal(state.targets.length, 4);
  });

  it('make a suite of the open prompt with a column for each variable', async () => {
    await open('needs-input.prompt');
    await pick('polyprompt.newSuite', { cases: 'to fill in' });
    made.push('needs-input.eval.yaml', 'needs-input.cases.csv');
    const [header, ...rows] = readFileSync(here('needs-input.cases.csv'), 'utf8').trimEnd().split('\n');
    assert.match(header ?? '', /^\w+.*,__expected$/);
    assert.equal(rows.length, 3);
    assert.match(readFileSync(here('needs-input.eval.yaml'), 'utf8'), /prompt: \.\/needs-input\.prompt/);
    assert.ok(storedRuns().length > 0);
  });
});
