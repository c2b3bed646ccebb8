import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { invokeAgentTool } from '../agentTool.ts';
import { workspaceFolder } from '../workspace.ts';

describe('tools for coding agents in the editor', () => {
  it('are all in the list of tools, with their schemas', () => {
    const ours = vscode.lm.tools.filter(({ name }) => name.startsWith('polyprompt_'));
    assert.equal(ours.length, 10);
    assert.ok(ours.every(({ description, inputSchema }) => description.length > 40 && inputSchema));
  });

  it('read the folder that is open', async () => {
    const answer = JSON.parse(await invokeAgentTool('list_prompts', {}));
    assert.ok(JSON.stringify(answer).includes('colours.eval.yaml'), JSON.stringify(answer));
  });

  it('estimate a suite with the prices and models of the editor', async () => {
    const answer = await invokeAgentTool('estimate_run', { suite: 'evals/colours.eval.yaml' });
    assert.doesNotMatch(answer, /^Refused/);
  });

  it('refuse arguments that are none, and what lies outside, with the next step', async () => {
    assert.match(await invokeAgentTool('estimate_run', { suite: 7 }), /^Refused: /);
    const outside = path.join(workspaceFolder(), '..', 'elsewhere.eval.yaml');
    assert.match(await invokeAgentTool('estimate_run', { suite: outside }), /^Refused: /);
  });
});
