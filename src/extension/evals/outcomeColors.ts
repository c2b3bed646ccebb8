import * as vscode from 'vscode';
import type { TargetResult } from '../../core/results/suiteResults.ts';

/** Outcomes that get a mark in the overview ruler, the worst first. */
export const rulerOutcomes = ['error', 'fail', 'pass'] as const satisfies readonly TargetResult['outcome'][];

const colors: Readonly<Record<TargetResult['outcome'], string>> = {
  pass: 'testing.iconPassed',
  // The Testing view's own red and yellow do not exist in high contrast, where the words would have no colour at all, so other colours
  // stand here.
  fail: 'errorForeground',
  error: 'errorForeground',
  refused: 'errorForeground',
  truncated: 'testing.iconSkipped',
  ungraded: 'testing.iconUnset',
  unchecked: 'testing.iconUnset',
  skipped: 'testing.iconSkipped',
  cancelled: 'testing.iconSkipped',
  running: 'editorWarning.foreground',
};

/** The editor's own colour for an outcome. */
export function outcomeColor(outcome: TargetResult['outcome']): vscode.ThemeColor {
  return new vscode.ThemeColor(colors[outcome]);
}
