import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { editCasesKey } from '../../core/prompt/casesKey.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { meantItems } from '../editor/meantItems.ts';
import { formatOf, openPrompt } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';

interface CasesItem extends vscode.QuickPickItem {
  /** The path by which the prompt will name it. */
  readonly file: string;
}

const pattern = '**/*.{jsonl,ndjson,csv,tsv}';
const mostFiles = 1000;

/** `Choose Cases...`: which files hold a prompt's cases; the choice is written into the prompt file, where it can be undone. */
export function registerChooseCases(services: Services): vscode.Disposable {
  return registerCommand(commands.chooseCases, async (argument) => {
    const prompt = promptOf(argument);
    if (!prompt || !formatOf(services.memory, prompt))
      throw new PolypromptError('invalid-prompt', 'Cases are chosen per prompt.', {
        hint: 'Open a prompt file first.',
      });
    const { document } = await openPrompt(services.memory, prompt);
    const chosen = await pickCases(
      prompt,
      document.evals.map(({ value }) => value),
    );
    if (chosen) await writeCases(services, prompt, chosen);
  });
}

async function pickCases(prompt: vscode.Uri, present: readonly string[]): Promise<readonly string[] | undefined> {
  const items = await itemsFor(prompt, present);
  if (items.length === 0)
    throw new PolypromptError('invalid-arguments', 'There is no CSV or JSONL file in this folder.', {
      hint: 'Save the cases as CSV with a header, or as JSONL with one {"vars": {...}} per line.',
    });
  const pick = vscode.window.createQuickPick<CasesItem>();
  const ticked = items.filter(({ picked }) => picked);
  pick.title = 'Choose Cases';
  pick.placeholder = 'The files that hold the cases of this prompt';
  pick.canSelectMany = true;
  pick.items = items;
  pick.selectedItems = ticked;
  const picked = await new Promise<readonly CasesItem[] | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(meantItems(pick, ticked)));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return picked?.map(({ file }) => file);
}

/** Every file of cases in the folder, those that the prompt already names first. */
async function itemsFor(prompt: vscode.Uri, present: readonly string[]): Promise<readonly CasesItem[]> {
  const folder = vscode.workspace.getWorkspaceFolder(prompt) ?? vscode.Uri.joinPath(prompt, '..');
  const excluded = '**/{node_modules,.polyprompt}/**';
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, pattern), excluded, mostFiles);
  const named = found.map((file) => besidePrompt(prompt, file)).sort();
  const plain = new Set(present.map((name) => path.posix.normalize(name)));
  const others = named.filter((file) => !plain.has(path.posix.normalize(file)));
  return [
    ...present.map((file) => ({ file, label: file, picked: true })),
    ...others.map((file) => ({ file, label: file })),
  ];
}

function besidePrompt(prompt: vscode.Uri, file: vscode.Uri): string {
  const name = path.posix.relative(path.posix.dirname(prompt.path), file.path);
  return name.startsWith('.') ? name : `./${name}`;
}

async function writeCases(services: Services, prompt: vscode.Uri, files: readonly string[]): Promise<void> {
  const document = await vscode.workspace.openTextDocument(prompt);
  const text = document.getText();
  const change = editCasesKey({ format: formatOf(services.memory, prompt, text) ?? 'text', text }, files);
  if (!change)
    throw new PolypromptError('invalid-prompt', 'The head of the prompt cannot be read.', {
      hint: 'Mend it first: see the Problems view.',
    });
  if (text.slice(change.range.start, change.range.end) === change.text) return;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(change.range.start), document.positionAt(change.range.end));
  edit.replace(prompt, range, change.text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new PolypromptError('storage', 'The prompt file could not be changed.');
}
