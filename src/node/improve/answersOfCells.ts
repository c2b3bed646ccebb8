import type { AimedTask } from '../../core/improve/searchTask.ts';
import type { CallAccount, RowAnswer } from '../../core/improve/steps.ts';
import { defined } from '../../core/jsonRead.ts';
import { callsOfCell } from '../../core/results/callsOfCells.ts';
import { outcomeOf } from '../../core/results/outcome.ts';
import type { CellState } from '../../core/run/cellState.ts';

/** A cell's answer as the search sees it. A refused answer and one that was cut off did not pass; without a verdict it counts for no side. */
export function answerOfCell(cell: CellState, row: string, aim?: AimedTask): RowAnswer {
  const outcome = outcomeOf(cell);
  const hasVerdict = outcome === 'pass' || outcome === 'fail' || outcome === 'refused' || outcome === 'truncated';
  const failed = cell.verdict?.checks.filter((check) => check.outcome !== 'pass') ?? [];
  return {
    passed: aim?.rows.has(row) ? isRight(cell, row, aim) : hasVerdict ? outcome === 'pass' : undefined,
    answer: cell.text,
    reasons: failed.map(({ reason }) => reason),
    account: accountOfCell(cell),
  };
}

/** By the figure that is aimed at. An answer without an end that counts is not right by any. */
function isRight(cell: CellState, row: string, aim: AimedTask): boolean | undefined {
  const outcome = outcomeOf(cell);
  return outcome === 'refused' || outcome === 'truncated' ? false : aim.isRight(row, cell.verdict);
}

/** The calls of a cell, with what they cost as far as that is known. */
export function accountOfCell(cell: CellState): CallAccount {
  const cost = cell.cost && cell.cost.amount + (cell.judging?.cost?.amount ?? 0);
  return { calls: callsOfCell(cell), ...defined({ cost, ms: cell.timing?.totalMs }) };
}
