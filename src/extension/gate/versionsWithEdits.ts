import * as vscode from 'vscode';
import { type OpenVersions, openVersions, type VersionChoice } from '../../node/gate/openVersions.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { defaultGraders } from '../services/editorSettings.ts';
import { linkedFolders, windowFolders } from '../services/openRepositories.ts';

/**
 * The two versions of a repository that are compared. They are graded as evals in this editor are, and unsaved texts count as the working
 * copy.
 */
export async function openWithEdits(
  repository: GitRepository,
  choice: Omit<VersionChoice, 'unsaved' | 'folders' | 'program'>,
): Promise<OpenVersions> {
  const dirty = unsavedTexts();
  const opened = await openVersions(repository.root, {
    ...choice,
    program: repository.program,
    folders: windowFolders(),
    unsaved: (file) => dirty.get(file)?.getText(),
  });
  const graded = { ...opened, graders: defaultGraders() };
  if (choice.staged) return graded;
  const known = new Set(opened.changed.map((change) => change.path));
  const edited = [...dirty.keys()]
    .map((file) => repository.nameOf(file))
    .filter((file) => !file.startsWith('../') && !known.has(file));
  return {
    ...graded,
    changed: [...opened.changed, ...edited.map((file) => ({ path: file, status: 'changed' as const }))],
  };
}

/** The texts of documents that are not saved, by the real path of their file. */
function unsavedTexts(): ReadonlyMap<string, vscode.TextDocument> {
  const links = linkedFolders();
  return new Map(
    vscode.workspace.textDocuments.flatMap((document) =>
      document.isDirty && document.uri.scheme === 'file' ? [[links.real(document.uri.fsPath), document] as const] : [],
    ),
  );
}
