import { awaitsPerson } from '../grading/humanCheck.ts';
import type { CellState } from '../run/cellState.ts';

/** The outcomes of a cell, each kind apart: none of them is ever counted as another. */
export type Outcome =
  | 'pass'
  | 'fail'
  | 'error'
  | 'refused'
  | 'truncated'
  | 'ungraded'
  | 'unchecked'
  | 'skipped'
  | 'cancelled';

/**
 * The outcome of a cell. An answer that was cut off at its limit or refused has that outcome, unless its checks passed all the same (a
 * suite may ask for a refusal). An answer that no check looked at is `unchecked`. A cell without an end, because it has not had its turn or
 * never will, is `skipped`.
 */
export function outcomeOf(cell: CellState): Outcome {
  switch (cell.status) {
    case 'queued':
    case 'waiting':
    case 'streaming':
    case 'retrying':
      return 'skipped';
    case 'failed':
      return 'error';
    case 'cancelled':
      return 'cancelled';
    case 'done':
      return outcomeOfAnswer(cell);
  }
}

function outcomeOfAnswer({ verdict, finishReason }: CellState): Outcome {
  if (verdict?.outcome === 'pass' && !verdict.isUnchecked) return verdict.awaitsComparison ? 'ungraded' : 'pass';
  if (finishReason === 'refusal' || finishReason === 'content-filter') return 'refused';
  if (finishReason === 'length') return 'truncated';
  return verdict?.isUnchecked ? 'unchecked' : (verdict?.outcome ?? 'ungraded');
}

/** True for an answer that is ungraded because no person has judged it, or people do not agree. */
export function waitsForPerson(cell: CellState): boolean {
  return outcomeOf(cell) === 'ungraded' && cell.verdict !== undefined && awaitsPerson(cell.verdict);
}

/** The reason why a cell did not pass: the failed check, or the failure before any check. */
export function reasonOf(cell: CellState): string {
  if (cell.error) return cell.error.message;
  const failed = cell.verdict?.checks.find((check) => check.outcome !== 'pass');
  return failed?.reason ?? cell.verdict?.reason ?? reasonWithoutVerdict(cell);
}

function reasonWithoutVerdict({ status, finishReason }: CellState): string {
  if (finishReason !== undefined) return finishReason === 'stop' ? 'It was not graded.' : finishReason;
  return status === 'cancelled' ? 'It was stopped.' : 'It had no turn.';
}
