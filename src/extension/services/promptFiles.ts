import * as vscode from 'vscode';
import type { PromptDocument, PromptFormat } from '../../core/prompt/document.ts';
import { collectPartials } from '../../core/prompt/partials.ts';
import { promptFormatOf, readPrompt } from '../../core/prompt/readPrompt.ts';
import type { Problem } from '../../core/text/problem.ts';
import { diskFiles } from '../../node/files/diskFiles.ts';
import type { FileReader } from '../../node/files/fileReader.ts';
import { partialLoader } from '../../node/files/workspaceFiles.ts';
import { readPromptFile } from '../../node/suites/readPromptFile.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';
import type { PromptMemory } from './promptMemory.ts';

/** Names that mark a file as a prompt. Other files are run only by command. */
const promptNames = /\.prompty$|\.prompt(?:\.ya?ml|\.txt)?$|_prompt\.ya?ml$/i;

/** The format of a prompt file; plain text for any other file that was run by command. Undefined for a file that is no prompt. */
export function formatOf(memory: PromptMemory, uri: vscode.Uri, text = ''): PromptFormat | undefined {
  if (promptNames.test(uri.path)) return promptFormatOf({ path: uri.path, text });
  return memory.isTreatedAsPrompt(uri) ? 'text' : undefined;
}

/** The prompt as it stands in the editor, saved or not. */
export async function openPrompt(
  memory: PromptMemory,
  uri: vscode.Uri,
): Promise<{ text: string; document: PromptDocument }> {
  const text = (await vscode.workspace.openTextDocument(uri)).getText();
  return { text, document: await readPromptAt(uri, text, formatOf(memory, uri, text) ?? 'text') };
}

/** Reads a prompt's text with the files that it names, as they are on disk. */
export async function readPromptAt(uri: vscode.Uri, text: string, format: PromptFormat): Promise<PromptDocument> {
  const file = { path: uri.path, text };
  if (uri.scheme !== 'file') return readPrompt(file, format);
  const folder = folderOf(uri);
  const surroundings = { reader: filesAround(uri), files: workspaceSuiteFiles(folder) };
  return readPromptFile({ path: uri.fsPath, text }, surroundings, format);
}

/** Partials come from inside the prompt's workspace folder, by real path. Without a folder, they come from beside the file. */
export async function partialsOf(
  uri: vscode.Uri,
  document: PromptDocument,
): Promise<{ partials: ReadonlyMap<string, string>; problems: readonly Problem[] }> {
  if (document.partials.length === 0) return { partials: new Map(), problems: [] };
  const load = partialLoader(uri.fsPath, folderOf(uri), filesAround(uri));
  return collectPartials(document, async (name) => (uri.scheme === 'file' ? load(name) : undefined));
}

/** Reads from disk the files that a prompt names. */
export function filesAround(uri: vscode.Uri): FileReader {
  return diskFiles(folderOf(uri), { given: uri.fsPath });
}

function folderOf(uri: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? vscode.Uri.joinPath(uri, '..').fsPath;
}
