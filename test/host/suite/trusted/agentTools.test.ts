import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { invokeAgentTool } from '../agentTool.ts';
import { workspaceFolder } from '../workspace.ts';

/** A suite of their own, because other tests begin with suites that have never run. */
const suite = 'agents.eval.yaml';

describe('tools for coding agents in the editor', () => {
  before(() => {
    const text = `prompt: ./greet.prompt\nmodels: [simulated/terse]\ncases:\n  - vars: {name: Ann}\n    assert: [{type: icontains, value: a}]\n`;
    writeFileSync(path.join(workspaceFolder(), suite), text);
  });
  after(() => rmSync(path.join(workspaceFolder(), suite)));

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
    const answer = await invokeAgentTool('estimate_run', { suite });
    assert.doesNotMatch(answer, /^Refused/);
  });

  it('are each carried out, up to a run, its results and its end', async () => {
    const models = ['simulated/terse'];
    const file = 'greet.prompt';
    for (const [name, input] of [
      ['check_file', { file: suite }],
      ['run_evals', { suite, models, wait_seconds: 20 }],
      ['read_results', { suite }],
      ['run_prompt', { file, models, inputs: { name: 'Ann' }, wait_seconds: 20 }],
      ['improve_prompt', { suite, wait_seconds: 20 }],
      ['propose_cases', { suite, cases: [{ inputs: { name: 'Bob' } }] }],
    ] as const) {
      const answer = await invokeAgentTool(name, input);
      assert.doesNotMatch(answer, /^Refused/, `${name}: ${answer}`);
      assert.equal(typeof JSON.parse(answer), 'object', name);
    }
  });

  it('say what is missing where a tool cannot do its work here', async () => {
    assert.match(await invokeAgentTool('stop_run', { run: '20260101-000000-nobody' }), /^Refused: /);
    assert.match(await invokeAgentTool('compare_versions', { comparison: 'none' }), /^Refused: /);
  });

  it('refuse arguments that are none, and what lies outside, with the next step', async () => {
    assert.match(await invokeAgentTool('estimate_run', { suite: 7 }), /^Refused: /);
    const outside = path.join(workspaceFolder(), '..', 'elsewhere.eval.yaml');
    assert.match(await invokeAgentTool('estimate_run', { suite: outside }), /^Refused: /);
  });
});
