import * as path from 'node:path';
import * as vscode from 'vscode';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import type { ChangedFile } from '../../node/git/changedFiles.ts';
import { linkedFolders } from '../services/openRepositories.ts';
import { versionUri } from './versionDocuments.ts';

/** The files that differ between two versions of a repository, and the names of these versions. */
export interface ChangeToShow {
  /** The top folder of the repository. */
  readonly root: string;
  readonly changed: readonly ChangedFile[];
  /** The full id of the older version; undefined before the first commit. */
  readonly commit: string | undefined;
  readonly base: string;
  /** `staged`, or another name for the files on disk. */
  readonly head: string;
}

/**
 * Opens the diff of a change in the editor's own diff editor: one file alone, or all in one. Lists of cases are left out where a prompt
 * changed too.
 */
export function changeDiffCommand(change: ChangeToShow, options: vscode.TextDocumentShowOptions = {}): vscode.Command {
  const texts = change.changed.filter(({ path: file }) => suiteFormatOf(file) !== 'data');
  const shown = promptsFirst(texts.length > 0 ? texts : change.changed);
  const [first] = shown;
  const versions = `(${change.base} ↔ ${change.head})`;
  if (shown.length === 1 && first) {
    const { left, right } = sidesOf(change, first);
    const title = `${path.posix.basename(first.path)} ${versions}`;
    return { title: 'Show Diff', command: 'vscode.diff', arguments: [left, right, title, options] };
  }
  const sides = shown.map((file) => sidesOf(change, file));
  const resources = sides.map(({ left, right }) => [right, left, right]);
  return { title: 'Show Diff', command: 'vscode.changes', arguments: [`Prompts ${versions}`, resources] };
}

/** Opens the diff in a place where it replaces no editor but that of the file itself, and leaves the focus where it is. */
export async function showChangeDiff(change: ChangeToShow): Promise<void> {
  const files = new Set(change.changed.map((file) => onDisk(change, file).toString()));
  const editor = vscode.window.visibleTextEditors.find(({ document }) => files.has(document.uri.toString()));
  const viewColumn = editor?.viewColumn ?? vscode.ViewColumn.One;
  const { command, arguments: given = [] } = changeDiffCommand(change, { viewColumn, preserveFocus: true });
  await vscode.commands.executeCommand(command, ...given);
}

function promptsFirst(files: readonly ChangedFile[]): readonly ChangedFile[] {
  const rank = ({ path: file }: ChangedFile) => (readPromptPath(file).format === undefined ? 1 : 0);
  return files.toSorted((left, right) => rank(left) - rank(right));
}

function sidesOf(change: ChangeToShow, file: ChangedFile): { readonly left: vscode.Uri; readonly right: vscode.Uri } {
  const { root, commit, head } = change;
  const left = versionUri({ root, file: file.from ?? file.path, version: commit });
  if (head !== 'staged' && file.status !== 'deleted') return { left, right: onDisk(change, file) };
  const version = head === 'staged' ? 'staged' : undefined;
  return { left, right: versionUri({ root, file: file.path, version }) };
}

function onDisk({ root }: ChangeToShow, file: ChangedFile): vscode.Uri {
  return vscode.Uri.file(linkedFolders().named(path.join(root, file.path)));
}
