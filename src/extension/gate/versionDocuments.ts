import * as path from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/json.ts';
import { Disposables } from '../editor/disposables.ts';
import { openRepositories } from '../services/openRepositories.ts';

const scheme = 'polyprompt-version';

/** A file of a repository in a version that is not on disk. */
export interface FileInVersion {
  /** Of the repository. */
  readonly root: string;
  /** From there, with `/`. */
  readonly file: string;
  /** Full id of a commit; undefined before the first one: then the file is empty. */
  readonly version: string | 'staged' | undefined;
}

/** The address under which the editor shows it; it ends in the file's own path, so that its language is known. */
export function versionUri({ root, file, version = '' }: FileInVersion): vscode.Uri {
  const query = JSON.stringify({ root, file, version });
  return vscode.Uri.file(path.join(root, file)).with({ scheme, query });
}

/** Read-only documents for files as a commit has them or as they are staged. `changed` tells when the latter may read otherwise. */
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

/** Empty for a file that the version does not have. Only repositories that are open here are read. */
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
