import * as vscode from 'vscode';
import type { Problem } from '../../core/text/problem.ts';

const severities: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** A problem in a file as the Problems view shows it. */
export function diagnosticOf(range: vscode.Range, { severity, code, message }: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = 'Polyprompt';
  diagnostic.code = code;
  if (code === 'unused-variable') diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}
