import * as vscode from 'vscode';
import type { SuiteCompletion } from '../../core/dataset/suiteCompletions.ts';
import type { Completion } from '../../core/prompt/completions.ts';
import { editorRange } from './languageServices.ts';

type Offered = Completion | SuiteCompletion;

const kinds: Readonly<Record<Offered['kind'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.EnumMember,
  model: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
  role: vscode.CompletionItemKind.EnumMember,
  helper: vscode.CompletionItemKind.Function,
  partial: vscode.CompletionItemKind.File,
  variable: vscode.CompletionItemKind.Variable,
};

export function completionItem(
  document: vscode.TextDocument,
  { kind, label, detail, insert, range }: Offered,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.detail = detail;
  item.insertText = insert;
  item.range = editorRange(document, range);
  // Ids and paths hold slashes and dots, at which the editor would otherwise match them word by word.
  item.filterText = insert;
  if (kind === 'key') item.command = { command: 'editor.action.triggerSuggest', title: 'Suggest' };
  return item;
}
