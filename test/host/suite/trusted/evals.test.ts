import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, openTabs, runToEnd, storedRuns, workspaceFolder } from '../workspace.ts';

const uriOf = (name: string) => vscode.Uri.file(path.join(workspaceFolder(), 'evals', name));
const suite = uriOf('colours.eval.yaml');
const data = uriOf('things.jsonl');

async function lensesOf(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.map((lens) => lens.command?.title ?? '');
}

async function hoverAt(line: number): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    data,
    new vscode.Position(line, 3),
  );
  return hovers
    .flatMap((hover) => hover.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** The id of the case on a line, as the links of its hover have it. */
async function caseIdAt(line: number): Promise<string> {
  const hover = await eventually('the hover', async () => (await hoverAt(line)) || undefined);
  const [, encoded = ''] = /command:polyprompt\.acceptAnswer\?([^)]*)/.exec(hover) ?? [];
  const [{ caseId }] = JSON.parse(decodeURIComponent(encoded));
  return caseId;
}

const problemsIn = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Polyprompt');
const outcomesOf = (state: ReturnType<typeof storedRuns>[number]) =>
  Object.values(state.cells).map((cell) => cell.verdict?.outcome);

describe('evals', () => {
  afterEach(closeAll);

  it('say above a suite what it would take, before anything has run', async () => {
    await open('evals/colours.eval.yaml');
    const title = await eventually('the lens', async () =>
      (await lensesOf(suite)).find((lens) => lens.includes('3 cases × 2 models · at most $')),
    );
    assert.match(title, /at most \$\d.* simulated$/);
  });

  it('run by command and keep every verdict on disk', async () => {
    await open('evals/colours.eval.yaml');
    const state = await runToEnd('polyprompt.runSuite');
    assert.equal(state.kind, 'eval');
    assert.equal(state.prompt, 'evals/colours.eval.yaml');
    assert.deepEqual(outcomesOf(state), ['pass', 'pass', 'fail', 'fail', 'pass', 'pass']);
    assert.ok(state.estimate?.simulated);
  });

  it('answer from the cache the second time, and anew when told to', async () => {
    const cached = await runToEnd('polyprompt.runSuite', suite);
    assert.ok(Object.values(cached.cells).every((cell) => cell.cached));
    const anew = await runToEnd('polyprompt.runSuiteWithoutCache', suite);
    assert.ok(Object.values(anew.cells).every((cell) => !cell.cached));
  });

  it('show their table at the end where the setting says so', async () => {
    const setting = vscode.workspace.getConfiguration('polyprompt');
    await setting.update('afterEval', 'openResults', vscode.ConfigurationTarget.Workspace);
    await open('evals/colours.eval.yaml');
    await runToEnd('polyprompt.runSuite', suite);
    await eventually('the table', () =>
      openTabs().find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('matrix')),
    );
    await setting.update('afterEval', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('are one Problem of their suite, however many cases failed', async () => {
    await eventually('the Problem', () => {
      const [problem, ...more] = problemsIn(suite);
      const isWhole = /^2 of 6 results of evals\/colours\.eval\.yaml did not pass: /.test(problem?.message ?? '');
      return isWhole && more.length === 0 ? true : undefined;
    });
    assert.equal(problemsIn(data).length, 0);
  });

  it('make each failed case a Problem at its line by the setting, and say more in its hover', async () => {
    await vscode.workspace
      .getConfiguration('polyprompt')
      .update('failedCases', 'case', vscode.ConfigurationTarget.Workspace);
    await open('evals/things.jsonl');
    const problems = await eventually('the Problems', () => {
      const found = problemsIn(data);
      return found.length === 2 ? found : undefined;
    });
    assert.deepEqual(
      problems.map(({ range }) => range.start.line),
      [1, 1],
    );
    const hover = await eventually('the hover', async () => (await hoverAt(1)) || undefined);
    assert.match(hover, /simulated\/terse.*fail/s);
    assert.match(hover, /no model says this/);
    assert.match(hover, /command:polyprompt\.openExpectedDiff/);
    assert.match(await hoverAt(0), /simulated\/thorough.*pass/s);
    await vscode.workspace
      .getConfiguration('polyprompt')
      .update('failedCases', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('ask only what failed again, in the same run', async () => {
    const runs = storedRuns().length;
    const before = storedRuns()[0];
    assert.ok(before);
    const answered = before.endedAt ?? 0;
    await vscode.commands.executeCommand('polyprompt.runFailedCases', suite);
    const after = await eventually('the run to end again', () => {
      const [newest] = storedRuns();
      return newest?.endedAt !== undefined && newest.endedAt > answered ? newest : undefined;
    });
    assert.equal(storedRuns().length, runs);
    assert.deepEqual(outcomesOf(after), ['pass', 'pass', 'fail', 'fail', 'pass', 'pass']);
  });

  it('write an accepted answer into the dataset by an edit that can be undone', async () => {
    const editor = await open('evals/things.jsonl');
    const text = editor.document.getText();
    const reference = { suite: suite.toString(), caseId: await caseIdAt(1), target: 'simulated/terse' };
    await vscode.commands.executeCommand('polyprompt.acceptAnswer', reference);
    assert.ok(editor.document.isDirty);
    assert.ok(!editor.document.getText().includes('no model says this'));
    assert.equal(editor.document.lineCount, 4);
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document === editor.document);
    assert.ok(shown && !shown.selection.isEmpty, 'what was written is selected');
    assert.ok(shown.visibleRanges.some((range) => range.contains(shown.selection.start)));
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  it('are graded again by the checks of now, without a model call', async () => {
    const editor = await open('evals/things.jsonl');
    const reference = { suite: suite.toString(), caseId: await caseIdAt(1), target: 'simulated/terse' };
    await vscode.commands.executeCommand('polyprompt.acceptAnswer', reference);
    await vscode.commands.executeCommand('polyprompt.rescoreRun', suite);
    const [newest] = storedRuns();
    assert.ok(newest);
    assert.deepEqual(outcomesOf(newest), ['pass', 'pass', 'pass', 'fail', 'pass', 'pass']);
    await eventually('the hover without a word of age', async () => {
      const hover = await hoverAt(1);
      return /pass/.test(hover) && !/have changed since/.test(hover) ? true : undefined;
    });
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('polyprompt.rescoreRun', suite);
  });

  it('keep an answer of a comparison as the last case of the suite that runs its prompt', async () => {
    const editor = await open('evals/things.jsonl');
    const prompt = uriOf('colour.prompt.txt').toString();
    await vscode.commands.executeCommand('polyprompt.keepAsTestCase', {
      prompt,
      inputs: { thing: 'grass' },
      answer: 'green',
    });
    assert.equal(
      editor.document.lineAt(3).text,
      '{"vars": {"thing": "grass"}, "assert": [{"type": "equals", "value": "green"}]}',
    );
  });

  it('run from the Test Explorer', async () => {
    const state = await runToEnd('testing.runAll');
    assert.equal(state.kind, 'eval');
  });

  it('say in one sentence why a command has nothing to do', async () => {
    // The Test Explorer has run every suite.
    await eventually('all runs to end', () => storedRuns().every(({ endedAt }) => endedAt !== undefined) || undefined);
    const before = storedRuns().length;
    await open('notes.md');
    await assert.doesNotReject(async () => vscode.commands.executeCommand('polyprompt.runSuite'));
    assert.equal(storedRuns().length, before);
  });
});
