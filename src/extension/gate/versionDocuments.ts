import * as path from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/json.ts';
import { Disposables } from '../editor/disposables.ts';
import { openRepositories } from '../services/openRepositories.ts';

const scheme = 'polyprompt-version';

/** A file of a repository in a version that is not on disk. */
export interface FileInVersion {
  /** The top folder of the repository. */
  readonly root: string;
  /** The path from there, with `/`. */
  readonly file: string;
  /** The full id of a commit; undefined before the first commit, when the file is empty. */
  readonly version: string | 'staged' | undefined;
}

/** The address of the file's document. It ends in the file's own path, so that the editor knows its language. */
export function versionUri({ root, file, version = '' }: FileInVersion): vscode.Uri {
  const query = JSON.stringify({ root, file, version });
  return vscode.Uri.file(path.join(root, file)).with({ scheme, query });
}

/** Read-only documents for files as a commit has them or as they are staged. `changed` fires when staged files may read otherwise. */
export function registerVersionDocuments(changed: vscode.Event<void>): vscode.Disposable {
  const held = new Disposables();
  const outdated = held.add(new vscode.EventEmitter<vscode.Uri>());
  held.add(
    changed(() => {
      for (const { uri } of vscode.workspace.textDocuments)
        if (uri.scheme === scheme && readUri(uri)?.version === 'staged') outdated.fire(uri);
    }),
  );
  const provider = { onDidChange: outdated.event, provideTextDocumentContent: readVersion };
  held.add(vscode.workspace.registerTextDocumentContentProvider(scheme, provider));
  return held;
}

/** The text of a file; empty where the version does not have it. Only repositories that are open in the window are read. */
async function readVersion(uri: vscode.Uri): Promise<string> {
  const asked = readUri(uri);
  const repository = asked && (await openRepositories()).find(({ root }) => root === asked.root);
  if (!repository || asked.version === '') return '';
  const name = asked.version === 'staged' ? `:${asked.file}` : `${asked.version}:${asked.file}`;
  const { code, output } = await repository.try(['cat-file', 'blob', name]);
  return code === 0 ? output.toString('utf8') : '';
}

function readUri({ query }: vscode.Uri): Required<FileInVersion> | undefined {
  const asked: unknown = parsed(query);
  if (!isJsonObject(asked)) return undefined;
  const { root, file, version } = asked;
  if (typeof root !== 'string' || typeof file !== 'string' || typeof version !== 'string') return undefined;
  return /^(?:staged|[0-9a-f]{40,64}|)$/.test(version) ? { root, file, version } : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
