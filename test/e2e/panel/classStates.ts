import type { Reading, Verdict } from '../../../src/core/grading/verdict.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import type { MadeRun } from './matrixRuns.ts';

const labels = ['damaged', 'refund', 'delivery', 'other'];

/** The run with what checks of a label and of a record have read: right where the cell passed, the next label where it failed. */
export function withReadings({ state, cases }: MadeRun): MadeRun {
  const cells = Object.values(state.cells).map((cell): CellState => {
    const topic = String(cases.get(cell.caseId)?.testCase.metadata['topic'] ?? '');
    return cell.verdict ? { ...cell, verdict: { ...cell.verdict, checks: checksOf(topic, cell) } } : cell;
  });
  return { cases, state: { ...state, cells: Object.fromEntries(cells.map((cell) => [cell.id, cell])) } };
}

function checksOf(topic: string, { verdict, caseId }: CellState): readonly Verdict[] {
  const isRight = verdict?.outcome === 'pass';
  const wrong = caseId.endsWith('0') ? '(none)' : (labels[(labels.indexOf(topic) + 1) % labels.length] ?? topic);
  const label: Reading = { type: 'labels', name: 'label', expected: [topic], answered: [isRight ? topic : wrong] };
  const total = isRight ? { total: 24.5 } : {};
  const order: Reading = {
    type: 'fields',
    name: 'order',
    expected: { label: topic, total: 24.5 },
    answered: { label: isRight ? topic : wrong, ...total },
  };
  const outcome = isRight ? 'pass' : 'fail';
  return [label, order].map((reading) => ({ outcome, score: isRight ? 1 : 0, reason: '', reading }));
}
