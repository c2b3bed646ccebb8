import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, runToEnd, storedRuns, workspaceFolder } from '../workspace.ts';

/** Answers the picks of a command as they come, with Enter. */
async function accept(command: string, argument?: vscode.Uri): Promise<void> {
  let ended = false;
  const running = vscode.commands.executeCommand(command, argument).then(() => {
    ended = true;
  });
  await eventually(`${command} to end`, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return ended ? true : undefined;
  });
  await running;
}

describe('moving a prompt between models', () => {
  const written: string[] = [];
  const write = (name: string, text: string) => {
    const file = path.join(workspaceFolder(), name);
    writeFileSync(file, text);
    written.push(file);
    return vscode.Uri.file(file);
  };
  afterEach(async () => {
    await closeAll();
    for (const file of written.splice(0)) rmSync(file);
  });

  it('shows what a chosen model does not take, on a page that follows the prompt', async () => {
    const { document } = await open('settings.prompt');
    const page = await eventually('the page', async () => {
      // Enter may have come between the list and the marks in it: then nothing was chosen.
      await accept('polyprompt.checkPortability', document.uri);
      return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'polyprompt-portability');
    });
    assert.match(page.getText(), /\| anthropic\\\/claude\\-sonnet\\-5\\-5 \| accepted\\?, 1 setting dropped \| 1 \|/);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.replace(new vscode.Range(3, 0, 4, 0), ''));
    await eventually('the page without findings', () => page.getText().includes('as it is written') || undefined);
  });

  it('runs the variant of a prompt that is meant for a model', async () => {
    write('polyprompt.yaml', 'variants:\n  simulated/thorough: long\n');
    const models = 'polyprompt.models: [simulated/terse, simulated/thorough]';
    write('varied.long.prompt', 'Say at length: why?');
    const prompt = write('varied.prompt', `---\n${models}\n---\nSay why.`);
    await vscode.window.showTextDocument(prompt);
    const state = await runToEnd('polyprompt.runPrompt', prompt);
    const sent = state.plan.map(
      ({ target, variant, messages }) => [target, variant, JSON.stringify(messages)] as const,
    );
    assert.deepEqual(
      sent.map(([target, variant]) => [target, variant]),
      [
        ['simulated/terse', undefined],
        ['simulated/thorough', 'long'],
      ],
    );
    assert.match(sent[1]?.[2] ?? '', /Say at length/);
  });

  it('runs the models of a tier', async () => {
    write('polyprompt.yaml', 'tiers:\n  fast: [simulated/terse, simulated/json]\n');
    const prompt = write('tiered.prompt', '---\nmodel: tier:fast\n---\nSay why.');
    await vscode.window.showTextDocument(prompt);
    const { targets } = await runToEnd('polyprompt.runPrompt', prompt);
    assert.deepEqual(
      targets.map(({ id }) => id),
      ['simulated/terse', 'simulated/json'],
    );
  });

  it('points in polyprompt.yaml at a variant that no prompt has', async () => {
    const uri = write('polyprompt.yaml', 'variants:\n  openai/*: nowhere\n');
    await vscode.window.showTextDocument(uri);
    const problem = await eventually('the Problem', () =>
      vscode.languages.getDiagnostics(uri).find(({ code }) => code === 'missing-variant'),
    );
    assert.equal(problem.range.start.line, 1);
    assert.match(problem.message, /write NAME\.nowhere\.prompt beside NAME\.prompt/);
  });

  it('shows what a change of models would mean for a suite', async () => {
    const suite = vscode.Uri.file(path.join(workspaceFolder(), 'evals', 'colours.eval.yaml'));
    await vscode.window.showTextDocument(suite);
    if (!storedRuns().some(({ prompt, targets }) => prompt === 'evals/colours.eval.yaml' && targets.length > 1))
      await runToEnd('polyprompt.runSuite', suite);
    await accept('polyprompt.showMigrationReport', suite);
    await eventually('the report', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label.includes(' → ')),
    );
  });
});
