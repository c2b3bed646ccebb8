import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, openTabs, panelTab, runToEnd, storedRuns, useServer, workspaceFolder } from '../workspace.ts';

const answersOf = (state: {
  readonly cells: Readonly<Record<string, { readonly target: string; readonly status: string; readonly text: string }>>;
}) => Object.values(state.cells).map((cell) => [cell.target, cell.status]);

describe('Run Prompt', () => {
  before(useServer);
  afterEach(closeAll);

  it('sends the text as it stands in the editor, saved or not, and keeps the answer on disk', async () => {
    const editor = await open('greet.prompt');
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, 'An unsaved line.'));
    const state = await runToEnd('polyprompt.runPrompt');
    assert.deepEqual(answersOf(state), [['openai/gpt-5.6-luna', 'done']]);
    assert.equal(state.prompt, 'greet.prompt');
    const [part] = state.plan[0]?.messages[0]?.parts ?? [];
    assert.ok(part?.type === 'text');
    assert.match(part.text, /Say hello to Ada\.\nAn unsaved line\./);
    assert.ok(editor.document.isDirty);
  });

  it('opens one panel beside the file and leaves the focus in the editor', async () => {
    const editor = await open('greet.prompt');
    await runToEnd('polyprompt.runPrompt');
    const panel = await eventually('the panel', panelTab);
    assert.equal(panel.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), editor.document.uri.toString());
    await runToEnd('polyprompt.runPrompt');
    assert.equal(openTabs().filter((tab) => tab.input instanceof vscode.TabInputWebview).length, 1);
  });

  it('runs the four simulated models without a key, by a choice it remembers', async () => {
    await open('greet.prompt');
    const first = await runToEnd('polyprompt.runWithSimulatedModels');
    assert.deepEqual(
      first.targets.map((target) => target.model),
      ['simulated/terse', 'simulated/thorough', 'simulated/json', 'simulated/unreliable'],
    );
    const second = await runToEnd('polyprompt.runPrompt');
    assert.equal(second.targets.length, 4);
  });

  it('gives a model that cannot be asked its error in its own column, and runs the others', async () => {
    await open('mixed.prompt');
    const state = await runToEnd('polyprompt.runPrompt');
    const cells = Object.values(state.cells).map(({ target, error }) => [target, error?.code, error?.action]);
    assert.deepEqual(cells.slice(0, 2), [
      ['gone/x', 'unknown-provider', 'choose-models'],
      ['azure/own', 'no-address', 'set-address'],
    ]);
    assert.deepEqual(cells.at(-1), ['simulated/terse', undefined, undefined]);
  });

  it('runs a prompt that names no model on those of its suites', async () => {
    const files = ['joke.prompt.txt', 'joke.eval.yaml'].map((name) => path.join(workspaceFolder(), name));
    const [prompt = '', suite = ''] = files;
    writeFileSync(prompt, 'Tell a joke.\n');
    writeFileSync(suite, 'prompt: ./joke.prompt.txt\nmodels: [simulated/terse]\ncases: [{vars: {}}]\n');
    await open('joke.prompt.txt');
    await eventually('the suite to be found', async () => {
      const uri = vscode.Uri.file(prompt);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
      return lenses.some(({ command }) => command?.title.includes('Run on 1 model ·')) ? true : undefined;
    });
    const state = await runToEnd('polyprompt.runPrompt');
    assert.deepEqual(answersOf(state), [['simulated/terse', 'done']]);
    for (const file of files) rmSync(file);
  });

  it('sends nothing while an input is missing (fault 62)', async () => {
    await open('needs-input.prompt');
    const before = storedRuns().length;
    await vscode.commands.executeCommand('polyprompt.runPrompt');
    await eventually('the panel with its form', panelTab);
    assert.equal(storedRuns().length, before);
  });

  it('runs any text file by command, and only by command', async () => {
    await open('notes.md');
    const before = storedRuns().length;
    await vscode.commands.executeCommand('polyprompt.runPrompt');
    assert.equal(storedRuns().length, before);
    const state = await runToEnd('polyprompt.runAsPrompt');
    assert.deepEqual(answersOf(state), [['simulated/terse', 'done']]);
  });

  it('lets no setting of the workspace redirect a request (fault 77)', async () => {
    const value = vscode.workspace.getConfiguration().inspect('polyprompt.endpoints');
    assert.ok(value?.globalValue);
    await open('greet.prompt');
    await vscode.commands.executeCommand('polyprompt.runWithSimulatedModels');
    const uri = vscode.Uri.joinPath(vscode.Uri.file(workspaceFolder()), 'greet.prompt');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    assert.ok(
      lenses.some((lens) => /^\$\(play\) Run on 4 models · at most /.test(lens.command?.title ?? '')),
      JSON.stringify(lenses.map((lens) => lens.command?.title)),
    );
  });
});
