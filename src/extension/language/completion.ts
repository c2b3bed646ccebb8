import * as vscode from 'vscode';
import { type Completion, completionsAt } from '../../core/prompt/completions.ts';
import { partialNames } from '../../core/prompt/partialNames.ts';
import {
  editorRange,
  type LanguageServices,
  modelKnowledge,
  promptFormatOf,
  promptSelector,
} from './languageServices.ts';

const maxPartials = 500;

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  model: vscode.CompletionItemKind.Value,
  role: vscode.CompletionItemKind.EnumMember,
  helper: vscode.CompletionItemKind.Function,
  partial: vscode.CompletionItemKind.File,
  variable: vscode.CompletionItemKind.Variable,
};

/** Completion for keys, settings, models, helpers, roles, variables and partials. */
export function registerCompletion(services: LanguageServices): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems: (document, position) => completeAt(services, document, position),
  };
  return vscode.languages.registerCompletionItemProvider(promptSelector, provider, '{', '#', '>', '/', '"', ' ', '@');
}

async function completeAt(
  services: LanguageServices,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const format = promptFormatOf(services, document);
  if (!format) return [];
  const place = { format, text: document.getText(), offset: document.offsetAt(position) };
  const knowledge = { models: modelKnowledge(services), partialNames: await partialNamesFor(document.uri) };
  return completionsAt(place, knowledge).map((completion) => itemOf(document, completion));
}

function itemOf(document: vscode.TextDocument, { kind, label, detail, insert, range }: Completion) {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.detail = detail;
  item.insertText = insert;
  item.range = editorRange(document, range);
  // Model ids hold slashes and dots, which the editor would otherwise match word by word.
  item.filterText = insert;
  if (kind === 'key') item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}

async function partialNamesFor(uri: vscode.Uri): Promise<readonly string[]> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return [];
  const pattern = new vscode.RelativePattern(folder, '**/_*.prompt');
  const files = await vscode.workspace.findFiles(pattern, '**/node_modules/**', maxPartials);
  const own = uri.toString();
  const others = files.filter((file) => file.toString() !== own);
  return partialNames(
    uri.path,
    others.map((file) => file.path),
  );
}
