import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { pick } from '../pick.ts';
import { closeAll, open } from '../workspace.ts';

describe('commands for prompt files', () => {
  afterEach(closeAll);

  it('write the cases that were chosen into the prompt, where it can be undone', async () => {
    const { document } = await open('needs-input.prompt');
    const before = document.getText();
    await eventually('the cases in the prompt', async () => {
      // The pick may have come up between marking and Enter: then nothing was chosen.
      await pick('polyprompt.chooseCases');
      return /^polyprompt\.evals: \[?\.\/\w/m.test(document.getText()) ? true : undefined;
    });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  });

  it('convert a prompt into an unsaved editor of the right name', async () => {
    await open('ask.prompty');
    await pick('polyprompt.convertPrompt');
    const converted = await eventually('the converted prompt', () =>
      vscode.workspace.textDocuments.find(({ isUntitled, uri }) => isUntitled && /\/ask\.prompt/.test(uri.path)),
    );
    assert.match(converted.getText(), /Answer in one sentence\./);
    assert.match(converted.getText(), /\{\{ ?question ?\}\}/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('clear a cache that holds nothing without asking', async () => {
    await vscode.commands.executeCommand('polyprompt.clearCache');
  });
});
