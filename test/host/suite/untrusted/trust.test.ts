import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Approvals } from '../../../../src/node/mcp/approvals.ts';
import { open, storedRuns, workspaceFolder } from '../workspace.ts';

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
      'proposeSuite',
    ]) {
      await vscode.commands.executeCommand(`polyprompt.${command}`);
    }
    assert.deepEqual(storedRuns(), []);
  });

  it('starts no MCP server, approved or not', async () => {
    const place = (name: string) => path.join(workspaceFolder(), name);
    const started = place('started.txt');
    const leavesMark = ['-e', `require('fs').writeFileSync(${JSON.stringify(started)}, 'x')`];
    new Approvals().add(workspaceFolder(), { type: 'program', command: 'node', args: leavesMark, env: [] });
    writeFileSync(
      place('polyprompt.yaml'),
      JSON.stringify({ mcpServers: { mark: { command: 'node', args: leavesMark } } }),
    );
    writeFileSync(place('marked.prompt'), '---\nmodel: simulated/terse\nmcp: [mark]\n---\nHello\n');
    await open('marked.prompt');
    await vscode.commands.executeCommand('polyprompt.runPrompt');
    assert.ok(!existsSync(started));
    for (const name of ['polyprompt.yaml', 'marked.prompt']) rmSync(place(name));
  });

  it('runs no eval, from wherever it is asked for', async () => {
    await open('evals/colours.eval.yaml');
    await vscode.commands.executeCommand('polyprompt.runSuite');
    await vscode.commands.executeCommand('polyprompt.runFailedCases');
    assert.deepEqual(storedRuns(), []);
  });
});
