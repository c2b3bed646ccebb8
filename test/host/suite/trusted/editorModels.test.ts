import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, runToEnd, workspaceFolder } from '../workspace.ts';

describe("the editor's own models", () => {
  afterEach(closeAll);

  it('answer a prompt without a key, with the system prompt first and a warning that says so', async () => {
    await eventually('the test vendor', async () =>
      (await vscode.lm.selectChatModels({ vendor: 'testvendor' })).length > 0 ? true : undefined,
    );
    const uri = vscode.Uri.file(path.join(workspaceFolder(), 'editor.prompt'));
    await vscode.workspace.fs.writeFile(
      uri,
      Buffer.from(
        '---\nmodel: editor/testvendor/parrot\nconfig:\n  temperature: 0\n---\n{{role "system"}}Be kind.{{role "user"}}Say hi.',
      ),
    );
    await open('editor.prompt');
    const state = await runToEnd('polyprompt.runPrompt');
    const [cell] = Object.values(state.cells);
    assert.equal(cell?.status, 'done', JSON.stringify(cell?.error));
    assert.equal(cell.text, 'Be kind. | Say hi.');
    assert.equal(cell.servedModel, 'testvendor/parrot');
    assert.deepEqual(
      cell.warnings.map((warning) => [warning.field, warning.action]),
      [
        ['temperature', 'dropped'],
        ['messages', 'changed'],
      ],
    );
    assert.equal(cell.usage?.outputTokens, 5);
  });

  it('are given the result of a tool, an error by its words, and go on with it', async () => {
    const uri = vscode.Uri.file(path.join(workspaceFolder(), 'editorTools.prompt'));
    const tool = '{name: weather, description: Tells it, inputSchema: {city: string}}';
    const rule = '{tool: weather, args: {city: Oslo}, error: 503 try again}';
    const text = `---\nmodel: editor/testvendor/parrot\ntoolDefs: [${tool}]\ntoolResults: [${rule}]\n---\nSay hi.`;
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    await open('editorTools.prompt');
    const state = await runToEnd('polyprompt.runPrompt');
    const [cell] = Object.values(state.cells);
    assert.equal(cell?.status, 'done', JSON.stringify(cell?.error));
    assert.deepEqual(
      cell.rounds?.map(({ toolCalls, finishReason }) => [toolCalls.map(({ name }) => name), finishReason]),
      [[['weather'], 'tool-calls']],
    );
    assert.equal(cell.text, 'Say hi. |  | Error: 503 try again');
  });
});
