import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open } from '../workspace.ts';

async function lensesOf(name: string): Promise<string[]> {
  const { document } = await open(name);
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    20,
  );
  return lenses.map(({ command }) => command?.title ?? '');
}

describe('plain data bound to a prompt', () => {
  const setting = () => vscode.workspace.getConfiguration('polyprompt');
  afterEach(async () => {
    await setting().update('evals', undefined, vscode.ConfigurationTarget.Workspace);
    await closeAll();
  });

  it('by the setting is a suite, with an estimate above its cases', async () => {
    const binding = { data: 'bound/*.csv', prompt: 'greet.prompt', models: ['simulated/terse', 'simulated/thorough'] };
    await setting().update('evals', [binding], vscode.ConfigurationTarget.Workspace);
    const title = await eventually('the lens', async () =>
      (await lensesOf('bound/names.csv')).find((lens) => /2 models · at most/.test(lens)),
    );
    assert.match(title, /^\$\(play\) Run 3 cases × 2 models · at most \$[\d.]+.* simulated$/);
  });

  it('in its head is a suite of the prompt', async () => {
    const title = await eventually('the lens', async () =>
      (await lensesOf('bound/greet.prompt')).find((lens) => lens.includes('3 cases')),
    );
    assert.match(title, /^\$\(play\) 3 cases · /);
  });

  it('is missed where it is named', async () => {
    const { document } = await open('bound/missing.prompt');
    const [problem] = await eventually('the problem', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual([problem?.code, problem?.range.start.line], ['missing-file', 2]);
  });
});
