import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, workspaceFolder } from '../workspace.ts';

const uriOf = (name: string) => vscode.Uri.file(path.join(workspaceFolder(), name));

async function problemsOf(
  name: string,
  isThere: (problems: readonly vscode.Diagnostic[]) => boolean,
): Promise<string[]> {
  const uri = uriOf(name);
  const problems = await eventually(`problems of ${name}`, () => {
    const found = vscode.languages.getDiagnostics(uri);
    return isThere(found) ? found : undefined;
  });
  const document = await vscode.workspace.openTextDocument(uri);
  return problems.map(
    (problem) =>
      `${vscode.DiagnosticSeverity[problem.severity]} ${String(problem.code)} "${document.getText(problem.range)}"`,
  );
}

describe('prompt files in the editor', () => {
  afterEach(closeAll);

  it('knows its languages', async () => {
    const ids: string[] = [];
    for (const name of ['greet.prompt', 'hello.prompt.yml', 'plain.prompt.txt', 'ask.prompty', 'notes.md'])
      ids.push((await open(name)).document.languageId);
    assert.deepEqual(ids, ['dotprompt', 'github-prompt', 'prompt-text', 'prompty', 'markdown']);
  });

  it('reads a .prompty as it does the others: Problems, completion, preview', async () => {
    const editor = await open('ask.prompty');
    const found = await problemsOf('ask.prompty', (problems) => problems.length > 0);
    assert.ok(
      found.some((problem) => /unknown-provider|unknown-model/.test(problem)),
      found.join('\n'),
    );
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      new vscode.Position(2, 7),
    );
    assert.ok(list.items.some(({ label }) => String(label).startsWith('openai/')));
    await vscode.commands.executeCommand('polyprompt.previewMessages');
    const preview = await eventually('the preview', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'polyprompt-preview' && uri.path.includes('ask')),
    );
    assert.match(preview.getText(), /Why is the sky blue\?/);
  });

  it('shows Problems where they are', async () => {
    await open('broken.prompt');
    const [first] = await problemsOf('broken.prompt', (problems) => problems.length > 0);
    assert.match(first ?? '', /^Error /);
    await open('mistakes.prompt');
    const found = await problemsOf('mistakes.prompt', (problems) => problems.length >= 4);
    for (const expected of [
      /unknown-provider|unknown-model.*"opnai\/gpt"/,
      /missing-partial.*nowhere/,
      /unknown-role.*wizard/,
      /unused-variable.*"unused"/,
    ]) {
      assert.ok(
        found.some((problem) => expected.test(problem)),
        `${expected} in ${found.join('\n')}`,
      );
    }
  });

  it('says before a run which settings a chosen model will not take', async () => {
    await open('settings.prompt');
    const found = await problemsOf('settings.prompt', (problems) =>
      problems.some((problem) => String(problem.code).startsWith('portability-')),
    );
    assert.ok(
      found.some((problem) => /^Information portability-dropped "0\.3"$/.test(problem)),
      found.join('\n'),
    );
  });

  it('offers to remove a setting that a chosen model will not take, and the Problem goes with it', async () => {
    const { document } = await open('settings.prompt');
    const isDropped = ({ code }: vscode.Diagnostic) => code === 'portability-dropped';
    await problemsOf('settings.prompt', (problems) => problems.some(isDropped));
    const dropped = vscode.languages.getDiagnostics(document.uri).find(isDropped);
    assert.ok(dropped);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      dropped.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const [remove] = actions.filter(({ title }) => title.startsWith('Remove "'));
    assert.ok(remove?.edit, actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(remove.edit);
    const setting = /"(\w+)"/.exec(remove.title)?.[1] ?? '';
    assert.ok(!document.getText().includes(setting), document.getText());
    await problemsOf('settings.prompt', (problems) => problems.every((problem) => problem.message !== dropped.message));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('clears Problems when the mistake is mended', async () => {
    const editor = await open('broken.prompt');
    await problemsOf('broken.prompt', (problems) =>
      problems.some((problem) => problem.severity === vscode.DiagnosticSeverity.Error),
    );
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, '---\nmodel: openai/gpt-5.6-luna\n---\nHello'));
    await problemsOf('broken.prompt', (problems) =>
      problems.every((problem) => problem.severity !== vscode.DiagnosticSeverity.Error),
    );
  });

  it('completes frontmatter keys and model ids', async () => {
    const editor = await open('settings.prompt');
    const labelsAt = async (line: number, column: number) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        new vscode.Position(line, column),
      );
      return list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
    };
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'inp\n'));
    assert.ok((await labelsAt(1, 3)).includes('input'));
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 1, 3), 'model: open'));
    assert.ok((await labelsAt(1, 11)).some((label) => label.startsWith('openai/gpt-')));
  });

  it('explains a model with its context window, price and the date of the price', async () => {
    const editor = await open('greet.prompt');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      editor.document.uri,
      new vscode.Position(1, 12),
    );
    const text = hovers
      .flatMap((hover) => hover.contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n');
    assert.match(text, /context/i);
    assert.match(text, /\$[\d.]+/);
    assert.match(text.replaceAll('\\', ''), /20\d\d-\d\d-\d\d/);
  });

  it('previews the rendered messages and follows the file', async () => {
    const editor = await open('greet.prompt');
    await vscode.commands.executeCommand('polyprompt.previewMessages');
    const preview = await eventually('the preview', () =>
      vscode.workspace.textDocuments.find(
        ({ uri }) => uri.scheme === 'polyprompt-preview' && uri.path.includes('greet'),
      ),
    );
    assert.match(preview.getText(), /Say hello to Ada\./);
    await editor.edit((edit) => edit.insert(new vscode.Position(editor.document.lineCount, 0), 'And goodbye.'));
    await eventually('the preview to follow', () => (preview.getText().includes('And goodbye.') ? true : undefined));
  });
});
