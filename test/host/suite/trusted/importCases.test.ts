import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { pick } from '../pick.ts';
import { closeAll, openTabs, workspaceFolder } from '../workspace.ts';

const here = (name: string) => path.join(workspaceFolder(), name);

function importTab(): vscode.Tab | undefined {
  return openTabs().find(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('polyprompt.cases'),
  );
}

describe('importing cases', () => {
  const made = ['import.log.csv'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('opens one page for a prompt and its files, and writes nothing by itself', async () => {
    writeFileSync(here('import.log.csv'), 'name,answer\nMaria Keller,Hello\n');
    const before = readdirSync(workspaceFolder()).sort();
    const wanted = {
      prompt: vscode.Uri.file(here('greet.prompt')).toString(),
      files: [vscode.Uri.file(here('import.log.csv')).toString()],
    };
    await vscode.commands.executeCommand('polyprompt.importCases', wanted);
    const tab = await eventually('the page', importTab);
    assert.equal(tab.label, 'greet.prompt - Import Cases');
    await vscode.commands.executeCommand('polyprompt.importCases', wanted);
    await eventually('one page alone', () =>
      openTabs().filter(({ label }) => label === tab.label).length === 1 ? true : undefined,
    );
    assert.deepEqual(readdirSync(workspaceFolder()).sort(), before);
  });

  it('opens the page for what is personal in the open file', async () => {
    await vscode.window.showTextDocument(vscode.Uri.file(here('import.log.csv')));
    await vscode.commands.executeCommand('polyprompt.replacePersonalData');
    const tab = await eventually('the page', importTab);
    assert.equal(tab.label, 'import.log.csv - Personal Data');
  });
});

describe('personal data in a file of cases', () => {
  const made = ['personal.eval.yaml', 'personal.jsonl'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('is a Problem at its place, whose quick fix opens the page', async () => {
    writeFileSync(here('personal.jsonl'), '{"vars": {"name": "x"}}\n{"vars": {"name": "Mail a.person@firm.org"}}\n');
    writeFileSync(
      here('personal.eval.yaml'),
      'prompt: ./greet.prompt\nmodels: [simulated/terse]\ncases: ./personal.jsonl\n',
    );
    await vscode.window.showTextDocument(vscode.Uri.file(here('personal.eval.yaml')));
    const uri = vscode.Uri.file(here('personal.jsonl'));
    const problem = await eventually('the Problem', () =>
      vscode.languages.getDiagnostics(uri).find(({ code }) => code === 'personal-data'),
    );
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(problem.range.start.line, 1);
    assert.doesNotMatch(problem.message, /person@/);
    await vscode.window.showTextDocument(uri);
    const action = await eventually('the quick fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        problem.range,
      );
      return actions.find(({ title }) => title === 'Replace Personal Data...');
    });
    const { command } = action;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    assert.equal((await eventually('the page', importTab)).label, 'personal.jsonl - Personal Data');
  });
});

describe('the health of cases', () => {
  const made = ['health.eval.yaml', 'health.jsonl'];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('opens the rows of a finding', async () => {
    writeFileSync(here('health.jsonl'), '{"vars": {"name": "x"}}\n{"vars": {"name": "y"}}\n{"vars": {"name": "y"}}\n');
    writeFileSync(
      here('health.eval.yaml'),
      'prompt: ./greet.prompt\nmodels: [simulated/terse]\ncases: ./health.jsonl\n',
    );
    await vscode.window.showTextDocument(vscode.Uri.file(here('health.eval.yaml')));
    await pick('polyprompt.casesHealth');
    assert.equal(path.basename(vscode.window.activeTextEditor?.document.fileName ?? ''), 'health.jsonl');
  });
});

describe('proposed cases', () => {
  const made = [
    'lone.prompt',
    'lone.eval.yaml',
    'lone.proposed.cases.jsonl',
    'rows.eval.yaml',
    'rows.jsonl',
    'rows.prompt',
  ];
  afterEach(closeAll);
  after(() => {
    for (const name of made) rmSync(here(name), { force: true });
  });

  it('become a file and a suite for a prompt that has none', async () => {
    writeFileSync(here('lone.prompt'), '---\nmodel: simulated/terse\n---\nSort {{mail}}');
    await vscode.window.showTextDocument(vscode.Uri.file(here('lone.prompt')));
    await pick('polyprompt.proposeCases', { source: 'edge' });
    const rows = readFileSync(here('lone.proposed.cases.jsonl'), 'utf8').trim().split('\n');
    assert.ok(rows.length >= 1);
    assert.ok(rows.every((row) => row.includes('"source":"edge"')));
    assert.match(readFileSync(here('lone.eval.yaml'), 'utf8'), /cases: \.\/lone\.proposed\.cases\.jsonl/);
  });
});
