import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { GitRepository } from '../../node/git/gitRepository.ts';
import { LinkedFolders } from '../../node/git/linkedFolders.ts';
import { repositoryOf } from '../../node/git/repositoryOf.ts';
import { editorsGit } from './gitExtension.ts';

/**
 * The repositories that the window's folders belong to; none in a workspace that is not trusted. Throws `git` when there is no git program.
 */
export async function openRepositories(): Promise<readonly GitRepository[]> {
  if (!vscode.workspace.isTrusted) return [];
  const program = await editorsGit();
  const found = await Promise.all(windowFolders().map((folder) => GitRepository.find(folder, { program })));
  const byRoot = new Map(found.flatMap((repository) => (repository ? [[repository.root, repository] as const] : [])));
  return [...byRoot.values()];
}

/** The repository that a file, or the window, belongs to. Throws `git` where there is none. */
export function requireOne(repositories: readonly GitRepository[], file?: vscode.Uri): GitRepository {
  const first = repositoryOf(file && linkedFolders().real(file.fsPath), repositories);
  if (first) return first;
  const what = file ? path.basename(file.fsPath) : 'This window';
  throw new PolypromptError('git', `${what} belongs to no Git repository that is open here.`, {
    hint: 'Open the folder of a repository, or make one with: git init',
  });
}

/** Translates between the names of files in the window and those in Git. */
export function linkedFolders(): LinkedFolders {
  return new LinkedFolders(windowFolders());
}

/** The paths of the window's folders that are on disk. */
export function windowFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}
