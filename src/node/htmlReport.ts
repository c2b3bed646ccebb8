import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EvalCase } from '../core/dataset/suite.ts';
import { formatMoney } from '../core/pricing/format.ts';
import type { RunCase } from '../core/run/matrixCases.ts';
import { matrixOf } from '../core/run/matrixProjection.ts';
import { rowDetail } from '../core/run/matrixRowDetail.ts';
import type { EvalFile } from '../core/run/reports/evalFiles.ts';
import type { CellState } from '../core/run/state.ts';
import { hashOf, themeStyle } from './reportStyle.ts';

/**
 * The matrix as one file that needs nothing else: its script, styles, icons and all answers are inside, and its policy lets nothing
 * in or out. `distFolder` is where the panel's bundle is.
 */
export function htmlReport(file: EvalFile, distFolder: string): string {
  const read = (name: string) => readFileSync(path.join(distFolder, name), 'utf8');
  const style = `${themeStyle()}\n${iconStyle(distFolder)}\n${read('panel.css')}\n${read('matrix.css')}`;
  const script = inlineScript(read('matrix.js'));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Results</title>
<style>${style}</style>
</head>
<body>
<main><polyprompt-matrix></polyprompt-matrix></main>
<script type="application/json" id="report">${inlineJson(reportData(file))}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'font-src data:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dompurify polyprompt-markdown',
  ].join('; ');
}

/** A script ends at its end tag wherever that stands, a string included. */
function inlineScript(script: string): string {
  return script
    .replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
    .replaceAll('\r', '\n')
    .replaceAll(/<(\/script|!--)/gi, '\\x3c$1');
}

/** JSON in which nothing can end the element it stands in. */
function inlineJson(data: unknown): string {
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** The messages that the editor would send, all at once. */
function reportData({ state, report }: EvalFile): object {
  const cases = casesIn(report.rows);
  const cells = Map.groupBy(Object.values(state.cells), ({ caseId }) => caseId);
  const rows = [...cases].map(([caseId, found]) => {
    const row = rowDetail(caseId, found, (cells.get(caseId) ?? []).map(withoutIds));
    return [caseId, { type: 'row', seq: 0, row }] as const;
  });
  const setup = {
    suite: '',
    title: state.prompt,
    trusted: true,
    estimate: '',
    history: [],
    isReport: true,
  };
  const view = {
    matrix: matrixOf({ state, cases }),
    totals: report.targets,
    lanes: [],
    isPaused: false,
    ...(state.estimate ? { expected: formatMoney(state.estimate.money.expected) } : {}),
  };
  return { snapshot: { type: 'snapshot', seq: 1, setup, view }, rows: Object.fromEntries(rows) };
}

/** A report is passed on, and a vendor's number of a request is nobody's business. */
function withoutIds({ requestId: _private, ...cell }: CellState): CellState {
  return cell;
}

function casesIn(rows: EvalFile['report']['rows']): ReadonlyMap<string, RunCase> {
  const numbers = new Map<EvalCase, number>();
  const cases = new Map<string, RunCase>();
  for (const { cell, row } of rows) {
    const number = numbers.get(row) ?? numbers.size + 1;
    numbers.set(row, number);
    cases.set(cell.caseId, { row, number });
  }
  return cases;
}

/** The icons with their font inside. */
function iconStyle(distFolder: string): string {
  const font = readFileSync(path.join(distFolder, 'codicon.ttf')).toString('base64');
  const style = readFileSync(path.join(distFolder, 'codicon.css'), 'utf8');
  return style.replaceAll(/url\([^)]*codicon\.ttf[^)]*\)/g, `url("data:font/ttf;base64,${font}")`);
}
