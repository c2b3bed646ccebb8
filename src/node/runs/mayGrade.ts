import type { AnsweredCell } from '../../core/run/cellGrading.ts';
import type { RunState } from '../../core/run/state.ts';
import type { BatchWork } from '../batch/batchWork.ts';

/** A cell whose judges are still to be heard in a batch job is not graded before one of their answers has been read. */
export function mayGrade(
  state: RunState,
  { batch }: { readonly batch?: BatchWork },
): (answered: AnsweredCell) => boolean {
  return ({ cell }) => batch?.hasOpenJudges !== true || state.cells[cell.id]?.verdict === undefined;
}
