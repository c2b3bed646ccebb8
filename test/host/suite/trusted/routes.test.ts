import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, runToEnd, storedRuns, workspaceFolder } from '../workspace.ts';

describe('routes of polyprompt.yaml', () => {
  const written: string[] = [];
  const write = (name: string, text: string) => {
    const file = path.join(workspaceFolder(), name);
    writeFileSync(file, text);
    written.push(file);
    return vscode.Uri.file(file);
  };
  beforeEach(() => {
    write('polyprompt.yaml', 'routes:\n  safe: {fallback: [simulated/nobody, simulated/terse]}\n');
  });
  afterEach(async () => {
    await closeAll();
    for (const file of written.splice(0)) rmSync(file, { force: true });
  });

  it('are run as a model is, and the answer says who served', async () => {
    const prompt = write('routed.prompt', '---\nmodel: route:safe\n---\nSay why.');
    await vscode.window.showTextDocument(prompt);
    const state = await runToEnd('polyprompt.runPrompt', prompt);
    const [cell] = Object.values(state.cells);
    assert.equal(cell?.status, 'done');
    assert.equal(cell.routed?.served, 'simulated/terse');
    assert.deepEqual(
      cell.routed.attempts.map(({ model, outcome, because }) => [model, outcome, because]),
      [
        ['simulated/nobody', 'failed', undefined],
        ['simulated/terse', 'served', 'access'],
      ],
    );
  });

  it('are offered in prompts, suites and the file itself, and a name that is none is a Problem', async () => {
    const offers = async (file: vscode.Uri, line: number, column: number) => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        file,
        new vscode.Position(line, column),
      );
      return found.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const prompt = write('routed.prompt', '---\nmodel: route:save\n---\nSay why.');
    await vscode.window.showTextDocument(prompt);
    const problem = await eventually('the Problem', () =>
      vscode.languages.getDiagnostics(prompt).find(({ code }) => code === 'unknown-route'),
    );
    assert.match(problem.message, /There is no route "save" in this folder\. Did you mean route:safe\?/);
    assert.ok((await offers(prompt, 1, 7)).includes('route:safe'));
    const suite = write('routed.eval.yaml', 'prompt: ./routed.prompt\nmodels: [ ]\n');
    await vscode.window.showTextDocument(suite);
    assert.ok((await offers(suite, 1, 9)).includes('route:safe'));
    const project = vscode.Uri.file(path.join(workspaceFolder(), 'polyprompt.yaml'));
    const editor = await vscode.window.showTextDocument(project);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'routes:\n  other:\n    \n'));
    const keys = await offers(project, 2, 4);
    assert.ok(['fallback', 'cost', 'latency', 'cascade', 'weighted', 'shadow'].every((key) => keys.includes(key)));
  });

  it('are simulated over a finished run, on a page of their own', async () => {
    const suite = vscode.Uri.file(path.join(workspaceFolder(), 'evals', 'colours.eval.yaml'));
    await vscode.window.showTextDocument(suite);
    if (!storedRuns().some(({ prompt }) => prompt === 'evals/colours.eval.yaml'))
      await runToEnd('polyprompt.runSuite', suite);
    await vscode.commands.executeCommand('polyprompt.simulateRoutes', suite);
    await eventually('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label.endsWith(' - Routes')),
    );
  });
});
