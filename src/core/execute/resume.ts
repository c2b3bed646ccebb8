import { isLaneFault } from '../providers/lanes/lanes.ts';
import { isRouteId } from '../routeId.ts';
import { openBatches } from '../run/batchState.ts';
import type { AnsweredCell } from '../run/cellGrading.ts';
import type { PlannedCell } from '../run/events.ts';
import { modelOfTarget } from '../run/modelOfTarget.ts';
import { resultOf } from '../run/resultOf.ts';
import type { Round } from '../run/round.ts';
import { cellOfRequest, requestIdAfter } from '../run/roundCall.ts';
import type { RunState } from '../run/state.ts';

export interface ResumeOptions {
  /** True to ask cells again that failed for a reason of their own. */
  readonly failedToo?: boolean;
  /** True for a run that goes on until it is released, since more cells will follow. */
  readonly isHeld?: boolean;
}

/**
 * The cells that a resumed run asks: those without an end, those that were stopped, and those that failed because their lane could not go
 * on (a key, missing credit), and so never had their turn. Cells in batch jobs are not asked a second time.
 */
export function cellsToResume(state: RunState, { failedToo = false }: ResumeOptions = {}): PlannedCell[] {
  const inBatches = cellsInBatches(state);
  return state.plan.filter((planned) => {
    const cell = state.cells[planned.id];
    if (cell?.status === 'done' || inBatches.has(planned.id)) return false;
    return cell?.status !== 'failed' || failedToo || (cell.error !== undefined && isLaneFault(cell.error.code));
  });
}

/** The rounds that cells without an end have behind them: what was said and paid for is not asked again. */
export function roundsToGoOn(state: RunState, cells: readonly PlannedCell[]): ReadonlyMap<string, readonly Round[]> {
  const begun = cells.flatMap(({ id, target }) => {
    const { rounds = [], status } = state.cells[id] ?? {};
    // A route starts from nothing, since it may ask another model.
    return rounds.length > 0 && status !== 'done' && !isRouteId(modelOfTarget(state, target))
      ? [[id, rounds] as const]
      : [];
  });
  return new Map(begun);
}

/** Answers that have no verdict, or whose judges never had their turn. */
export function answersToGrade(state: RunState): AnsweredCell[] {
  return state.plan.flatMap((cell) => {
    const answered = state.cells[cell.id];
    const isOpen = answered !== undefined && (answered.verdict === undefined || answered.judging?.left !== undefined);
    const result = isOpen ? resultOf(state, answered) : undefined;
    return result ? [{ cell, result }] : [];
  });
}

/** Answers whose row is still to be compared. */
export function answersToCompare(state: RunState): PlannedCell[] {
  return state.plan.filter(({ id }) => state.cells[id]?.verdict?.awaitsComparison);
}

/** The cells whose next answer is still to come from a job; a job whose answer was read already keeps no cell waiting. */
function cellsInBatches(state: RunState): ReadonlySet<string> {
  const open = openBatches(state).filter(({ purpose }) => purpose === 'answers');
  const awaited = open.flatMap(({ requests }) =>
    requests.flatMap((request) => {
      const cell = cellOfRequest(request);
      return requestIdAfter(cell, state.cells[cell]?.rounds?.length ?? 0) === request ? [cell] : [];
    }),
  );
  return new Set(awaited);
}
