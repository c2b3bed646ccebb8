import * as vscode from 'vscode';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { type HookReport, shownPath } from '../../node/hooks/hookReport.ts';
import { uninstallMergeDriver } from '../../node/hooks/mergeDriver.ts';
import { installHook, requireRepository, uninstallHook } from '../../node/hooks/preCommitHook.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { isThere } from '../editor/isThere.ts';
import { editorsGit } from '../services/gitExtension.ts';
import type { Services } from '../services/services.ts';
import { finishStep } from '../services/walkthroughSteps.ts';

/** `Install Pre-commit Hook` and its opposite, which do the same as `polyprompt hook`. */
export function registerInstallHook({ context }: Services): vscode.Disposable {
  const held = new Disposables();
  const cli = () => context.asAbsolutePath('dist/polyprompt.js');
  // The editor itself runs the hook where there is no other Node.js.
  const install = (repository: GitRepository) => installHook(repository, { cli: cli(), node: process.execPath });
  held.add(
    registerCommand(commands.installHook, async () => {
      if (await changeHook(install)) finishStep('gate');
    }),
  );
  held.add(
    registerCommand(commands.uninstallHook, async () => {
      await changeHook(uninstall);
    }),
  );
  return held;
}

/** Changes the hook; the result is false when the user chose no folder. */
async function changeHook(change: (repository: GitRepository) => Promise<HookReport>): Promise<boolean> {
  if (!vscode.workspace.isTrusted)
    throw new PolypromptError('untrusted-workspace', 'This workspace is not trusted, so its hooks stay as they are.', {
      hint: 'Trust it first: a hook runs what is in the repository.',
    });
  const folder = await chooseFolder();
  if (!folder) return false;
  const repository = await requireRepository(folder.uri.fsPath, { program: await editorsGit() });
  const report = await change(repository).catch(showLinesToAdd);
  // The message is not awaited: the command has ended, whether or not the message is read.
  void tell(report, repository.root);
  return true;
}

/** Lines of a message cannot be copied one by one, so lines that a person has to add by hand open in an editor of their own. */
async function showLinesToAdd(error: unknown): Promise<never> {
  const { code, message, hint, lines } = toPolypromptError(error);
  if (lines.length === 0) throw error;
  const document = await vscode.workspace.openTextDocument({ content: `${lines.join('\n')}\n` });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
  throw new PolypromptError(code, message, { hint: hint.replace(/:$/, ', from the editor beside.') });
}

async function uninstall(repository: GitRepository): Promise<HookReport> {
  const report = await uninstallHook(repository);
  return { ...report, changes: [...report.changes, ...(await uninstallMergeDriver(repository))] };
}

/** The folder that the user chose; undefined when none was chosen. Throws when there is nothing to choose from. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length > 1)
    return vscode.window.showWorkspaceFolderPick({ placeHolder: 'The folder whose commits are checked' });
  if (folders[0]) return folders[0];
  throw new PolypromptError('git', 'No folder on disk is open.', { hint: 'Open the folder of a Git repository.' });
}

async function tell({ summary, file, changes, notes }: HookReport, root: string): Promise<void> {
  const others = changes.filter((change) => change.file !== file);
  const changed = others.map((change) => `${change.what} ${shownPath(change.file, root)}`).join(', ');
  const message = [summary, ...(changed === '' ? [] : [`Polyprompt also ${changed}.`]), ...notes].join(' ');
  const buttons = (await isThere(vscode.Uri.file(file))) ? ['Open Hook'] : [];
  const chosen = await vscode.window.showInformationMessage(message, ...buttons);
  if (chosen !== undefined) await vscode.window.showTextDocument(vscode.Uri.file(file));
}
