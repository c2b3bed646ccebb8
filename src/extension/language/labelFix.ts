import * as vscode from 'vscode';
import { labelProblemCode } from '../../core/dataset/labelProblems.ts';
import { commands, languages } from '../editor/contributions.ts';

const title = 'Check labels';

/** The quick fix for a suite whose cases have one label each. */
export function registerLabelFix(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: ({ uri }, _range, { diagnostics }) => {
      const mended = diagnostics.filter(({ code }) => code === labelProblemCode);
      if (mended.length === 0) return [];
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = mended;
      action.command = { command: commands.useLabelCheck, title, arguments: [uri] };
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider({ language: languages.evalSuite }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}
