import type { CheckLabel } from '../../../core/results/matrix/matrixRowDetail.ts';
import { type Outcome, outcomeOf } from '../../../core/results/outcome.ts';
import { suiteCaseOf } from '../../../core/run/cellIdentity.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import type { CompareState } from './compareStore.ts';

/** What came of a checked answer; undefined for one that has no verdict, or that nothing is expected of. */
export function markOf(cell: CellState | undefined): Outcome | undefined {
  return cell?.verdict ? outcomeOf(cell) : undefined;
}

/** The names of the checks that an answer was held against; empty where the case is another one by now. */
export function labelsFor({ setup }: CompareState, cell: CellState): readonly CheckLabel[] {
  const { row } = setup ?? {};
  return row && row.caseId === suiteCaseOf(cell) ? row.checks : [];
}
