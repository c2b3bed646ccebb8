import { outputText } from '../../../core/run/answerOutput.ts';
import { handleViewKey, type KeyDescription } from '../../compare/state/keys.ts';
import { isRunning, otherSide, shownAnswer } from '../../panel/column.ts';
import { type DetailColumn, detailColumns } from './detailColumns.ts';
import { type OutcomeFilter, outcomeFilters } from './gridItems.ts';
import type { ActiveCell, MatrixContext } from './matrixContext.ts';
import { handlePeopleKey, isPeopleKey } from './peopleKeys.ts';

export const matrixKeys: readonly KeyDescription[] = [
  { keys: ['←', '→', '↑', '↓'], does: 'Move between cells' },
  { keys: ['Enter'], does: 'Open or close the row' },
  { keys: ['Esc'], does: 'Close the row' },
  { keys: ['f'], does: 'Cycle: failed, errors, flaky, all' },
  { keys: ['/'], does: 'Search cases' },
  { keys: ['a'], does: 'Show or hide the answers in the cells' },
  { keys: ['b'], does: 'Use the answer in focus as base' },
  { keys: ['d'], does: 'Cycle the diff: off, words, lines, JSON' },
  { keys: ['m'], does: 'Show as Markdown or plain text' },
  { keys: ['o'], does: 'Open in the diff editor' },
  { keys: ['r'], does: 'Rerun the case on this model' },
  {
    keys: ['p', 'f', 'u'],
    does: 'In an open row: the answer passes, fails, or you are unsure; 1, 2 and 3 do the same',
  },
  { keys: ['n'], does: 'Add a note to your verdict' },
  { keys: ['c'], does: 'Cycle what people are asked about the answer' },
  { keys: ['Backspace'], does: 'Take your verdict back' },
  { keys: ['?'], does: 'Show or hide these keys' },
];

/** How many lines Page Up and Page Down move. */
const page = 15;

/** The cell to which a key moves; undefined when the key does not move. */
export function moveTo(
  key: string,
  { line, column }: ActiveCell,
  size: { readonly lines: number; readonly columns: number },
): ActiveCell | undefined {
  const at = (newLine: number, newColumn: number): ActiveCell => ({
    line: Math.max(0, Math.min(size.lines - 1, newLine)),
    column: Math.max(0, Math.min(size.columns - 1, newColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(line - 1, column);
    case 'ArrowDown':
      return at(line + 1, column);
    case 'ArrowLeft':
      return at(line, column - 1);
    case 'ArrowRight':
      return at(line, column + 1);
    case 'Home':
      return at(line, 0);
    case 'End':
      return at(line, size.columns - 1);
    case 'PageUp':
      return at(line - page, column);
    case 'PageDown':
      return at(line + page, column);
    default:
      return undefined;
  }
}

/**
 * Does what a key means, except moving. `target` is that of the answer or cell in focus, and `isInOpenRow` says whether it stands in the open
 * row, where verdicts are given. The result is true when the key meant something.
 */
export function handleMatrixKey(
  key: string,
  context: MatrixContext,
  { target, isInOpenRow = false }: { readonly target?: string | undefined; readonly isInOpenRow?: boolean },
): boolean {
  const canJudge = isInOpenRow && context.preferences.openCase !== '' && !context.state.setup?.isReport;
  if (canJudge && handleVerdictKey(key, context, target)) return true;
  if (handleViewKey(key, context)) return true;
  const { preferences, filter, prefer } = context;
  switch (key) {
    case 'f':
      if (context.facts) filter({ outcome: nextOutcome(preferences.filter.outcome, context.facts.counts) });
      return true;
    case 'a':
      prefer({ answersShown: !preferences.answersShown });
      return true;
    case 'Escape':
      if (preferences.openCase === '') return false;
      context.openRow(undefined);
      return true;
    default:
      return target !== undefined && handleAnswerKey(key, context, target);
  }
}

/** A key that comes while the answers of the row are still read means nothing: it was not about those of the row before. */
function handleVerdictKey(key: string, context: MatrixContext, target: string | undefined): boolean {
  if (context.state.row?.caseId !== context.preferences.openCase) return isPeopleKey(key);
  const column = columnOf(context, target);
  return column !== undefined && handlePeopleKey(key, context, column);
}

function columnOf(context: MatrixContext, target: string | undefined): DetailColumn | undefined {
  return detailColumns(context).find((candidate) => candidate.target === target);
}

function handleAnswerKey(key: string, context: MatrixContext, target: string): boolean {
  const columns = detailColumns(context);
  const column = columnOf(context, target);
  const { row, setup } = context.state;
  if (!row || !column) return false;
  if (key === 'b') {
    context.prefer({ base: target });
    return true;
  }
  if (setup?.isReport) return false;
  const { caseId } = row;
  if (key === 'r' && row.isInSuite && !isRunning(column.cell)) {
    context.post({ type: 'rerun-cell', caseId, target, repeat: column.cell?.repeat ?? 0 });
    return true;
  }
  const other = otherSide(columns, column);
  if (key !== 'o' || !other || !column.cell || outputText(column.cell) === '') return false;
  context.post({ type: 'open-diff', caseId, left: shownAnswer(other), right: shownAnswer(column) });
  return true;
}

/** The next choice of the filter that shows any row. */
function nextOutcome(outcome: OutcomeFilter, counts: Readonly<Record<OutcomeFilter, number>>): OutcomeFilter {
  const from = outcomeFilters.indexOf(outcome);
  const order = [...outcomeFilters.slice(from + 1), ...outcomeFilters.slice(0, from + 1)];
  return order.find((name) => name === 'all' || counts[name] > 0) ?? 'all';
}
