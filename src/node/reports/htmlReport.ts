import type { EvalCase } from '../../core/dataset/suite.ts';
import { defined } from '../../core/jsonRead.ts';
import { formatPlannedMoney } from '../../core/pricing/formatSuiteEstimate.ts';
import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { requirementNotes } from '../../core/reports/requirementLines.ts';
import type { RunCase } from '../../core/results/matrix/matrixCases.ts';
import { matrixOf } from '../../core/results/matrix/matrixProjection.ts';
import { rowDetail } from '../../core/results/matrix/matrixRowDetail.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { standalonePage } from './standalonePage.ts';

/** The matrix as one file that needs nothing else. `distFolder` is where the panel's bundle is. */
export function htmlReport(file: EvalFile, distFolder: string): string {
  return standalonePage({
    title: 'Results',
    element: 'polyprompt-matrix',
    script: 'results.js',
    styles: ['panel.css'],
    data: reportData(file),
    distFolder,
  });
}

/** The messages that the editor would send, all at once. */
function reportData({ state, report, required }: EvalFile): object {
  const cases = casesIn(report.rows);
  const cells = Map.groupBy(Object.values(state.cells), ({ caseId }) => caseId);
  const rows = [...cases].map(([caseId, found]) => {
    const row = rowDetail(caseId, found, (cells.get(caseId) ?? []).map(withoutIds));
    return [caseId, { type: 'row', seq: 0, row }] as const;
  });
  const notes = requirementNotes(required);
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
    ...(notes.length > 0 ? { required: notes } : {}),
    ...defined({ preferred: report.preferences }),
    lanes: [],
    isPaused: false,
    isAtTodaysPrices: false,
    ...(state.estimate ? { expected: formatPlannedMoney(state.estimate) } : {}),
  };
  return { snapshot: { type: 'snapshot', seq: 1, setup, view }, rows: Object.fromEntries(rows) };
}

/** A report is passed on to others, and a vendor's id of a request is not meant for them. */
function withoutIds({ requestId: _private, ...cell }: CellState): CellState {
  return cell;
}

function casesIn(rows: EvalFile['report']['rows']): ReadonlyMap<string, RunCase> {
  const numbers = new Map<EvalCase, number>();
  const cases = new Map<string, RunCase>();
  for (const { cell, testCase } of rows) {
    const number = numbers.get(testCase) ?? numbers.size + 1;
    numbers.set(testCase, number);
    cases.set(cell.caseId, { testCase, number });
  }
  return cases;
}
