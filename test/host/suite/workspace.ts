import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';
import { listRunIds, readJournal } from '../../../src/node/records/journal.ts';
import { eventually } from '../../support/eventually.ts';

/** Address of the loopback server that speaks the vendors' wires. */
export const serverUrl = process.env['POLYPROMPT_TEST_SERVER'] ?? '';

export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('the suite needs a workspace folder');
  return folder.uri.fsPath;
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(vscode.Uri.file(path.join(workspaceFolder(), name)));
}

/** Closes every editor and throws away what was typed, so that the next test finds the files as they are on disk. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(isChanged)) {
    await eventually(`${document.uri.fsPath} as it is on disk`, async () => {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      return isChanged(document) ? undefined : true;
    });
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** By its text: that a document is dirty is told a while after it was edited. */
function isChanged(document: vscode.TextDocument): boolean {
  const { scheme, fsPath } = document.uri;
  return scheme === 'file' && existsSync(fsPath) && document.getText() !== readFileSync(fsPath, 'utf8');
}

export function storedRuns(): RunState[] {
  const storage = path.join(workspaceFolder(), '.polyprompt');
  if (!existsSync(storage)) return [];
  return listRunIds(storage).flatMap((runId) => foldAll(readJournal(storage, runId)?.events ?? []) ?? []);
}

/** Runs a command and waits for the run that it starts to end on disk. */
export async function runToEnd(command: string, ...args: readonly unknown[]): Promise<RunState> {
  const before = new Set(storedRuns().map((state) => state.runId));
  await vscode.commands.executeCommand(command, ...args);
  return eventually('a new run to end', () =>
    storedRuns().find((state) => !before.has(state.runId) && state.endedAt !== undefined),
  );
}

/** Points a provider to the loopback server, in the user's settings. */
export async function useServer(): Promise<void> {
  const endpoints = { openai: `${serverUrl}/v1`, anthropic: serverUrl, google: serverUrl };
  await vscode.workspace
    .getConfiguration()
    .update('polyprompt.endpoints', endpoints, vscode.ConfigurationTarget.Global);
}

export function openTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

export function panelTab(): vscode.Tab | undefined {
  return openTabs().find(
    (tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('polyprompt.compare'),
  );
}
