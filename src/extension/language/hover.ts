import * as vscode from 'vscode';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { hoverAt } from '../../core/prompt/hoverAt.ts';
import { modelPage } from '../services/modelDescription.ts';
import { editorRange, type LanguageServices, promptFormatOf, promptSelector } from './languageServices.ts';

/** Hovers for keys, helpers, variables, and model ids with context window, price and its date. */
export function registerHover(services: LanguageServices): vscode.Disposable {
  const provider: vscode.HoverProvider = {
    provideHover: (document, position) => hoverOver(services, document, position),
  };
  return vscode.languages.registerHoverProvider(promptSelector, provider);
}

function hoverOver(
  services: LanguageServices,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const format = promptFormatOf(services, document);
  if (!format) return undefined;
  const found = hoverAt({ format, text: document.getText(), offset: document.offsetAt(position) });
  if (!found) return undefined;
  const page = new vscode.MarkdownString();
  if (found.type === 'model') page.appendMarkdown(modelPage(found.model, entryOf(services.catalog(), found.model)));
  else page.appendCodeblock(found.title, 'handlebars').appendText(found.text);
  return new vscode.Hover(page, editorRange(document, found.range));
}
