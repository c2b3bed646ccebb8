import * as path from 'node:path';
import * as vscode from 'vscode';
import { isThere } from '../editor/isThere.ts';
import { globalValue } from './editorSettings.ts';

/** The part of the built-in Git extension's API, version 1, that is used here. Its `git.d.ts` has the whole API. */
interface GitApi {
  /** The git program that the editor found, by its own setting `git.path` or where installers put it. */
  readonly git: { readonly path: string };
  readonly repositories: readonly GitApiRepository[];
  readonly onDidOpenRepository: vscode.Event<GitApiRepository>;
  readonly onDidCloseRepository: vscode.Event<GitApiRepository>;
}

interface GitApiRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
}

interface GitExtension {
  getAPI(version: 1): GitApi;
}

/**
 * The git program of the editor, as an absolute path. Undefined where its Git extension is off and its setting `git.path` names no existing
 * program: then the one on the PATH counts.
 */
export async function editorsGit(): Promise<string | undefined> {
  const found = (await gitApi())?.git.path;
  if (found !== undefined && path.isAbsolute(found)) return found;
  // Only the user's own value counts: while the Git extension is disabled nothing keeps a workspace from setting its settings.
  const named = [globalValue('git.path')].flat().filter((each): each is string => typeof each === 'string');
  for (const file of named) if (path.isAbsolute(file) && (await isThere(vscode.Uri.file(file)))) return file;
  return undefined;
}

/** Fires when something was staged, committed or checked out. Where the Git extension is off, it never fires. */
export function onDidChangeRepositories(changed: () => void): vscode.Disposable {
  const held: vscode.Disposable[] = [];
  let isOver = false;
  void gitApi().then((api) => {
    if (!api || isOver) return;
    const watch = (repository: GitApiRepository) => held.push(repository.state.onDidChange(changed));
    for (const repository of api.repositories) watch(repository);
    held.push(
      api.onDidOpenRepository((repository) => {
        watch(repository);
        changed();
      }),
      api.onDidCloseRepository(changed),
    );
    changed();
  });
  return {
    dispose: () => {
      isOver = true;
      for (const each of held) each.dispose();
    },
  };
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const exports = extension.isActive ? extension.exports : await extension.activate();
    return exports.getAPI(1);
  } catch {
    // The Git extension is switched off by `git.enabled`, or finds no git.
    return undefined;
  }
}
