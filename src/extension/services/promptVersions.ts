import * as path from 'node:path';
import * as vscode from 'vscode';
import type { OpenedPrompt, SuiteFiles } from '../../core/dataset/suiteFiles.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { FileReader } from '../../node/files/fileReader.ts';
import { requireCommit } from '../../node/git/commits.ts';
import { committedFiles } from '../../node/git/fileVersion.ts';
import { suiteFilesFrom } from '../../node/suites/workspaceSuiteFiles.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import type { ColumnVersion } from './columnChoice.ts';
import { linkedFolders, openRepositories, requireOne } from './openRepositories.ts';
import { filesAround } from './promptFiles.ts';

/** Another version of a prompt than the one in the editor. */
export type OtherVersion = Exclude<ColumnVersion, { type: 'working' }>;

/** A prompt file of a version, and its path there. */
export interface PlacedPrompt {
  readonly opened: OpenedPrompt;
  readonly place: string;
}

/** The files of one version of a prompt, partials included. They have to be closed. */
export interface VersionFiles {
  readonly reader: Pick<FileReader, 'read'>;
  /** The prompt in this version. Throws `invalid-prompt` where the version has none. */
  openPrompt(): Promise<PlacedPrompt>;
  /** The variant in this version, by its path now; undefined where the version has none. */
  openVariant(file: string): Promise<PlacedPrompt | undefined>;
  close(): void;
}

/** The name of a version's columns. */
export function versionLabel(version: OtherVersion): string {
  return version.type === 'commit' ? version.name : path.posix.basename(vscode.Uri.parse(version.uri).path);
}

/** Opens a version of the prompt. Throws `git` where it belongs to no repository, or there is no such commit. */
export async function openVersion(prompt: vscode.Uri, version: OtherVersion): Promise<VersionFiles> {
  return version.type === 'commit' ? filesOfCommit(prompt, version.name) : filesOf(vscode.Uri.parse(version.uri));
}

async function filesOfCommit(prompt: vscode.Uri, name: string): Promise<VersionFiles> {
  const repository = requireOne(await openRepositories(), prompt);
  const version = await committedFiles(repository, { label: name, commit: await requireCommit(repository, name) });
  const links = linkedFolders();
  const folder = links.real(projectFolder(prompt));
  const reader = version.readerFor(folder);
  const files = suiteFilesFrom(reader, folder);
  return {
    reader,
    openPrompt: () => required(files, links.real(prompt.fsPath), name),
    openVariant: (file) => openedIn(files, links.real(file)),
    close: () => version.close(),
  };
}

/** Another file has no variants: it is what all models are to get. */
function filesOf(uri: vscode.Uri): VersionFiles {
  const files = editorFiles(projectFolder(uri), uri.fsPath);
  return {
    reader: filesAround(uri),
    openPrompt: () => required(files, uri.fsPath, 'the workspace'),
    openVariant: async () => undefined,
    close: () => undefined,
  };
}

async function required(files: SuiteFiles, file: string, where: string): Promise<PlacedPrompt> {
  const placed = await openedIn(files, file);
  if (placed) return placed;
  throw new PolypromptError('invalid-prompt', `There is no ${path.basename(file)} in ${where}.`, {
    hint: 'Choose another version of the prompt for the columns.',
  });
}

async function openedIn(files: SuiteFiles, file: string): Promise<PlacedPrompt | undefined> {
  const opened = await files.openPrompt(file);
  if (!opened) return undefined;
  if ('refused' in opened)
    throw new PolypromptError('invalid-prompt', `${path.basename(file)} cannot be read: ${opened.refused}`);
  return { opened, place: file };
}
