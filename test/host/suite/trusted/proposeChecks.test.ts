import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { pick } from '../pick.ts';
import { closeAll, runToEnd, workspaceFolder } from '../workspace.ts';

const here = (name: string) => path.join(workspaceFolder(), name);

describe('proposed checks', () => {
  const made = ['forms.eval.yaml', 'forms.jsonl'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('are tried on the answers of the last run, and shown as lines for the suite', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => ({
      vars: { name: `x${index}` },
      providerOutput: index < 8 ? '{"label": "late"}' : 'It is late.',
      assert: [{ type: 'contains', value: index < 8 ? 'label' : 'refund' }],
    }));
    writeFileSync(here('forms.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    writeFileSync(here('forms.eval.yaml'), 'prompt: ./greet.prompt\nmodels: [simulated/terse]\ncases: ./forms.jsonl\n');
    await vscode.window.showTextDocument(vscode.Uri.file(here('forms.eval.yaml')));
    await runToEnd('polyprompt.runSuite');
    await vscode.window.showTextDocument(vscode.Uri.file(here('forms.eval.yaml')));
    await pick('polyprompt.proposeChecks');
    const shown = vscode.window.activeTextEditor?.document;
    assert.equal(shown?.isUntitled, true);
    assert.match(shown.getText(), /^# Put these below .*\nassert:\n {2}- type: is-json\n {4}value:\n/);
  });
});
