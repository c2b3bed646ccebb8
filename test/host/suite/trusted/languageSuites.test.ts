import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, workspaceFolder } from '../workspace.ts';

const uriOf = (name: string) => vscode.Uri.file(path.join(workspaceFolder(), name));

function problemsOf(name: string): string[] {
  return (
    vscode.languages
      .getDiagnostics(uriOf(name))
      // What an earlier run of the suite came to is no mistake in it.
      .filter(({ code }) => code !== 'failed-cases')
      .map(
        ({ severity, code, range }) =>
          `${vscode.DiagnosticSeverity[severity]} ${String(code)} line ${range.start.line + 1}`,
      )
  );
}

describe('eval suites in the editor', () => {
  afterEach(closeAll);

  it('are a language of their own', async () => {
    assert.equal((await open('mistakes.eval.yaml')).document.languageId, 'eval-suite');
  });

  it('show Problems in the suite and in the files it reads', async () => {
    await open('mistakes.eval.yaml');
    const found = await eventually('the problems', () => {
      const problems = problemsOf('mistakes.eval.yaml');
      return problems.length >= 2 ? problems : undefined;
    });
    assert.deepEqual(found.sort(), ['Error wrong-type line 6', 'Warning unknown-model line 4']);
    const inData = await eventually('the problem of the data', () => {
      const problems = problemsOf('mistakes.jsonl');
      return problems.length > 0 ? problems : undefined;
    });
    assert.deepEqual(inData, ['Error invalid-json line 2']);
  });

  it('follow what is typed', async () => {
    const editor = await open('mistakes.eval.yaml');
    await eventually('the problem', () => (problemsOf('mistakes.eval.yaml').length >= 2 ? true : undefined));
    await editor.edit((edit) => edit.replace(new vscode.Range(5, 0, 5, 13), 'repeat: 2'));
    await eventually('one problem less', () =>
      problemsOf('mistakes.eval.yaml').join() === 'Warning unknown-model line 4' ? true : undefined,
    );
  });

  it('are offered the check of labels where cases have one each, and take it as an edit', async () => {
    const row = (index: number) =>
      JSON.stringify({ vars: { name: `x${index}` }, assert: [{ type: 'equals', value: index % 2 ? 'late' : 'lost' }] });
    const files = ['labels.eval.yaml', 'labels.jsonl'].map((name) => uriOf(name).fsPath);
    try {
      writeFileSync(uriOf('labels.jsonl').fsPath, Array.from({ length: 12 }, (_, index) => `${row(index)}\n`).join(''));
      const suite = 'prompt: ./greet.prompt\nmodels: [simulated/terse]\ncases: ./labels.jsonl\n';
      writeFileSync(uriOf('labels.eval.yaml').fsPath, suite);
      const { document } = await open('labels.eval.yaml');
      await eventually('the offer', () =>
        problemsOf('labels.eval.yaml').includes('Information label-check line 3') ? true : undefined,
      );
      const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(2, 0, 2, 2),
      );
      assert.equal(fix?.title, 'Check labels');
      await vscode.commands.executeCommand(fix.command?.command ?? '', ...(fix.command?.arguments ?? []));
      const data = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === files[1]);
      assert.equal(data?.getText().match(/"type":"label"/g)?.length, 12);
      await eventually('no offer any more', () => (problemsOf('labels.eval.yaml').length === 0 ? true : undefined));
    } finally {
      await closeAll();
      for (const file of files) rmSync(file, { force: true });
    }
  });

  it('complete keys, models and files, and explain them', async () => {
    const editor = await open('mistakes.eval.yaml');
    const labelsAt = async (line: number, column: number) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(line, column),
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    assert.ok((await labelsAt(0, 8)).includes('./greet.prompt'));
    assert.ok((await labelsAt(4, 7)).includes('./mistakes.jsonl'));
    assert.ok((await labelsAt(3, 10)).includes('openai/gpt-5.6-luna'));
    await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), 'def\n'));
    assert.ok((await labelsAt(5, 3)).includes('defaultTest'));
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      new vscode.Position(4, 2),
    );
    const [content] = hover?.contents ?? [];
    const text = typeof content === 'string' ? content : (content?.value ?? '');
    assert.match(text.replaceAll('&nbsp;', ' '), /The cases: a CSV, JSONL/);
  });
});
