import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, storedRuns } from '../workspace.ts';

describe('in a folder that is not trusted (fault 76)', () => {
  it('knows that it is not', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('still reads, highlights and checks prompts', async () => {
    const editor = await open('greet.prompt');
    assert.equal(editor.document.languageId, 'dotprompt');
  });

  it('lets no command send anything, however it is called', async () => {
    await open('greet.prompt');
    for (const command of [
      'runPrompt',
      'runWithSimulatedModels',
      'runAsPrompt',
      'stopRun',
      'showPanel',
      'refreshModels',
      'showRuns',
    ]) {
      await vscode.commands.executeCommand(`polyprompt.${command}`);
    }
    assert.deepEqual(storedRuns(), []);
  });

  it('runs no eval, from wherever it is asked for', async () => {
    await open('evals/colours.eval.yaml');
    await vscode.commands.executeCommand('polyprompt.runSuite');
    await vscode.commands.executeCommand('polyprompt.runFailedCases');
    assert.deepEqual(storedRuns(), []);
  });
});
