import * as vscode from 'vscode';
import type { rulerOutcomes } from './outcomeColors.ts';

type Sign = (typeof rulerOutcomes)[number];

/**
 * A ring with the sign of the Testing view. Icons of the gutter cannot follow the theme, so these have the view's usual colours, which are
 * legible on light and dark.
 */
const drawings: Readonly<Record<Sign, { readonly color: string; readonly path: string }>> = {
  pass: { color: '#3fa266', path: 'M5 8.2l2 2 4-4.4' },
  fail: { color: '#e5484d', path: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8' },
  error: { color: '#e5484d', path: 'M8 4.6v4M8 10.6v.6' },
};

export function gutterIcon(outcome: Sign): vscode.Uri {
  const { color, path } = drawings[outcome];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="${color}" stroke-width="1.2"><circle cx="8" cy="8" r="6"/><path d="${path}"/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`);
}
