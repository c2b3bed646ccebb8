import * as vscode from 'vscode';
import type { TargetResult } from '../../core/results/suiteResults.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import type { OpenSuite } from '../services/suites.ts';

/** One Problem for all failed results of a suite, at its first line. The results themselves are marked at their own lines. */
export function suiteProblem(open: OpenSuite, results: readonly TargetResult[]): vscode.Diagnostic {
  const failed = results.filter(hasNotPassed);
  const byTarget = [...Map.groupBy(failed, ({ target }) => target)].map(([target, own]) => `${target} ${own.length}`);
  const sentence = `${formatCount(failed.length)} of ${formatCount(results.length)} results of ${open.name} did not pass: ${byTarget.join(', ')}.`;
  const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), sentence, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'Polyprompt';
  diagnostic.code = 'failed-cases';
  return diagnostic;
}

/** Everything that a run brought except passes. Cells that are under way or were never asked are not known yet. */
export function hasNotPassed({ outcome, staleness }: TargetResult): boolean {
  return staleness === undefined && !['pass', 'running', 'skipped', 'cancelled'].includes(outcome);
}

/** Old results say nothing about the case as it is now. */
export function isFailure({ outcome, staleness }: TargetResult): boolean {
  return staleness === undefined && (outcome === 'fail' || outcome === 'error');
}
