import * as vscode from 'vscode';
import { personalProblemCode } from '../../core/privacy/personalProblems.ts';
import { commands } from '../editor/contributions.ts';
import { caseFilePattern } from '../services/caseFilePattern.ts';

const title = 'Replace Personal Data...';

/** The quick fix for what looks personal in a file of cases: the page that replaces it in the whole file. */
export function registerPersonalFix(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: ({ uri }, _range, { diagnostics }) => {
      const mended = diagnostics.filter(({ code }) => code === personalProblemCode);
      if (mended.length === 0) return [];
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = mended;
      action.isPreferred = true;
      action.command = { command: commands.replacePersonalData, title, arguments: [uri] };
      return [action];
    },
  };
  return vscode.languages.registerCodeActionsProvider({ scheme: 'file', pattern: caseFilePattern }, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}
