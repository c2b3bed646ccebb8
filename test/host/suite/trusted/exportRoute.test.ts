import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { pick } from '../pick.ts';
import { closeAll, open, workspaceFolder } from '../workspace.ts';

describe('Export Route', () => {
  const file = path.join(workspaceFolder(), 'polyprompt.yaml');

  beforeEach(() =>
    writeFileSync(file, 'routes: {safe: {fallback: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5]}}\n'),
  );
  afterEach(async () => {
    await closeAll();
    rmSync(file);
  });

  it('opens the route for the target that was chosen in an unsaved editor', async () => {
    await open('polyprompt.yaml');
    await pick('polyprompt.exportRoute');
    const exported = await eventually('the exported route', () =>
      vscode.workspace.textDocuments.find(
        ({ isUntitled, getText }) => isUntitled && getText().includes('gpt-5.6-luna'),
      ),
    );
    assert.ok(['yaml', 'json', 'typescript'].includes(exported.languageId), exported.languageId);
    assert.match(exported.getText(), /claude-haiku-4/);
    await vscode.window.showTextDocument(exported);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
