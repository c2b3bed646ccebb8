import type { CallAccount, RowAnswer } from '../../core/improve/steps.ts';
import { defined } from '../../core/jsonRead.ts';
import { callsOfCell } from '../../core/results/callsOfCells.ts';
import { outcomeOf } from '../../core/results/outcome.ts';
import type { CellState } from '../../core/run/cellState.ts';

/** A cell's answer as the search sees it. A refused answer and one that was cut off did not pass; without a verdict it counts for no side. */
export function answerOfCell(cell: CellState): RowAnswer {
  const outcome = outcomeOf(cell);
  const hasVerdict = outcome === 'pass' || outcome === 'fail' || outcome === 'refused' || outcome === 'truncated';
  const failed = cell.verdict?.checks.filter((check) => check.outcome !== 'pass') ?? [];
  return {
    passed: hasVerdict ? outcome === 'pass' : undefined,
    answer: cell.text,
    reasons: failed.map(({ reason }) => reason),
    account: accountOfCell(cell),
  };
}

/** The calls of a cell, with what they cost as far as that is known. */
export function accountOfCell(cell: CellState): CallAccount {
  const cost = cell.cost && cell.cost.amount + (cell.judging?.cost?.amount ?? 0);
  return { calls: callsOfCell(cell), ...defined({ cost, ms: cell.timing?.totalMs }) };
}
