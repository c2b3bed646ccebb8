import * as vscode from 'vscode';
import type { PortabilityFix } from '../../core/portability/portabilityFinding.ts';
import { editorRange } from './languageServices.ts';

interface Fixable {
  readonly diagnostic: vscode.Diagnostic;
  readonly fix: PortabilityFix;
}

interface Known {
  /** The version of the document that the places belong to. */
  readonly version: number;
  readonly fixes: readonly Fixable[];
}

/** The fixes for Problems, kept beside the Problems of each open prompt. */
export class QuickFixes implements vscode.CodeActionProvider {
  readonly #known = new Map<string, Known>();

  set(document: vscode.TextDocument, fixes: readonly Fixable[]): void {
    this.#known.set(document.uri.toString(), { version: document.version, fixes });
  }

  delete(uri: vscode.Uri): void {
    this.#known.delete(uri.toString());
  }

  /** Gives no fixes for a text that has been edited since, because its new Problems are on their way. */
  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const known = this.#known.get(document.uri.toString());
    if (known?.version !== document.version) return [];
    const here = known.fixes.filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
    const byEffect = new Map(here.map(({ fix }) => [JSON.stringify(fix), fix] as const));
    return [...byEffect].map(([effect, fix]) => {
      const mended = here.filter((fixable) => JSON.stringify(fixable.fix) === effect);
      return actionOf(
        document,
        fix,
        mended.map(({ diagnostic }) => diagnostic),
      );
    });
  }
}

/** One fix mends a thing that several models do not take. */
function actionOf(
  document: vscode.TextDocument,
  fix: PortabilityFix,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = diagnostics;
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, text } of fix.edits) action.edit.replace(document.uri, editorRange(document, range), text);
  return action;
}
