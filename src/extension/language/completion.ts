import * as vscode from 'vscode';
import { completionsAt } from '../../core/prompt/completions.ts';
import { partialNames } from '../../core/prompt/partialNames.ts';
import { completionItem } from './completionItem.ts';
import {
  type LanguageServices,
  modelKnowledge,
  promptFormatOf,
  promptSelector,
  serverNames,
} from './languageServices.ts';

const maxPartials = 500;

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
  const routes = await services.routes.idsFor(document.uri);
  const known = modelKnowledge(services, routes);
  const models = { ...known, models: [...known.models, ...routes.map((id) => ({ id, detail: 'route' }))] };
  const servers = await serverNames(services, document.uri);
  const knowledge = { models, partialNames: await partialNamesFor(document.uri), servers };
  return completionsAt(place, knowledge).map((completion) => completionItem(document, completion));
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
