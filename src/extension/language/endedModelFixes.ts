import * as vscode from 'vscode';
import { endOf } from '../../core/pricing/modelEnd.ts';
import { commands, promptLanguages } from '../editor/contributions.ts';
import type { LanguageServices } from './languageServices.ts';

/** Offers, at a model that ends, the report of what a change to its successor would mean. */
export function registerEndedModelFixes({ catalog }: Pick<LanguageServices, 'catalog'>): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, _range, { diagnostics }) =>
      diagnostics
        .filter(({ code }) => code === 'model-ends')
        .flatMap((diagnostic) => {
          const from = modelAt(diagnostic);
          const to = from === undefined ? undefined : endOf(catalog(), from)?.successor;
          return from === undefined || to === undefined ? [] : [actionFor({ document, diagnostic, from, to })];
        }),
  };
  const selector = [...promptLanguages.map((language) => ({ language })), { pattern: '**/*.{yaml,yml}' }];
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  return vscode.languages.registerCodeActionsProvider(selector, provider, kinds);
}

/** The model as the Problem names it, because the file may have another tool's spelling. */
function modelAt({ message }: vscode.Diagnostic): string | undefined {
  return /^(\S+\/\S+) (?:ends|ended) /.exec(message)?.[1];
}

interface Ending {
  readonly document: vscode.TextDocument;
  readonly diagnostic: vscode.Diagnostic;
  readonly from: string;
  readonly to: string;
}

function actionFor({ document, diagnostic, from, to }: Ending): vscode.CodeAction {
  const action = new vscode.CodeAction(`Show migration report for ${to}`, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = {
    command: commands.showMigrationReport,
    title: 'Show Migration Report',
    arguments: [{ file: document.uri.toString(), from, to }],
  };
  return action;
}
