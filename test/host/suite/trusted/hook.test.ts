import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, workspaceFolder } from '../workspace.ts';

/** As much of the built-in Git extension's API as is used here. */
interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly GitView[];
    openRepository(root: vscode.Uri): Promise<GitView | null>;
  };
}

interface GitView {
  readonly state: { readonly indexChanges: readonly object[] };
  readonly inputBox: { value: string };
  add(files: readonly string[]): Promise<void>;
  commit(message: string): Promise<void>;
}

describe('the pre-commit hook', function () {
  this.timeout(60_000);
  const hook = () => path.join(workspaceFolder(), '.git', 'hooks', 'pre-commit');
  let repository: GitView;
  let api: ReturnType<GitExtension['getAPI']> | undefined;

  before(async () => {
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'A');
    git('config', 'user.email', 'a@example.com');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    api = (await extension?.activate())?.getAPI(1);
    repository = await eventually(
      'the editor to open the repository',
      async () => (await api?.openRepository(vscode.Uri.file(workspaceFolder()))) ?? undefined,
    );
  });
  after(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
    await vscode.commands.executeCommand('git.close');
    await eventually('the repository to be closed', () => api?.repositories.length === 0 || undefined);
    // The repository itself stays: what the Git extension still asks of it a while later would fail in the middle of other tests.
    rmSync(hook(), { force: true });
    rmSync(path.join(workspaceFolder(), 'node_modules'), { recursive: true });
  });

  function git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: workspaceFolder(), encoding: 'utf8' });
  }

  function fakeCheck(lines: string): void {
    const file = path.join(workspaceFolder(), 'node_modules', '.bin', 'polyprompt');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${lines}\n`);
    chmodSync(file, 0o755);
  }

  async function stage(): Promise<void> {
    await repository.add([path.join(workspaceFolder(), 'hello.prompt.yml')]);
    await eventually('the editor to see it staged', () => repository.state.indexChanges.length || undefined);
  }

  it('is installed by its command, with the polyprompt that the extension brings', async () => {
    await vscode.commands.executeCommand('polyprompt.installHook');
    const [, cli = ''] = /^ {2}set -- '(.*)'$/m.exec(readFileSync(hook(), 'utf8')) ?? [];
    assert.equal(path.basename(cli), 'polyprompt.js');
    assert.match(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }), /^\d+\.\d+\.\d+\n$/);
  });

  // By the editor's own commit rather than by its button, whose dialog about a failure no test may open.
  it('stops a commit of the editor, which is told why, and can be read in the Git output', async () => {
    fakeCheck('echo "greet.prompt  3 worse"\nexit 10');
    await stage();
    await assert.rejects(repository.commit('refused'), (error) => {
      const said: unknown = typeof error === 'object' && error !== null && 'stderr' in error ? error.stderr : undefined;
      assert.match(String(said), /^greet\.prompt {2}3 worse$/m);
      return true;
    });
    await vscode.commands.executeCommand('git.showOutput');
    const output = await eventually('the hook’s words in the output', () =>
      vscode.workspace.textDocuments.find(
        ({ uri, getText }) => uri.scheme === 'output' && getText().includes('greet.prompt  3 worse'),
      ),
    );
    assert.match(output.getText(), /^(.* )?greet\.prompt {2}3 worse$/m);
    assert.equal(git('rev-list', '--count', 'HEAD'), '1\n');
  });

  it('lets the commit button through when the check passes', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    fakeCheck('exit 0');
    await stage();
    repository.inputBox.value = 'passed';
    await vscode.commands.executeCommand('git.commit');
    await eventually('the commit', () => git('log', '-1', '--format=%s') === 'passed\n' || undefined);
  });

  it('shows the lines to add where it cannot add them itself', async () => {
    const configuration = path.join(workspaceFolder(), 'lefthook.toml');
    writeFileSync(configuration, '');
    await vscode.commands.executeCommand('polyprompt.installHook');
    rmSync(configuration);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^\[pre-commit\.commands\.polyprompt\]\nrun = '''\n/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is uninstalled by its command', async () => {
    await vscode.commands.executeCommand('polyprompt.uninstallHook');
    assert.ok(!existsSync(hook()));
  });
});
