import type { CellState } from '../../../core/run/cellState.ts';
import type { AnswerContext } from '../../panel/answerContext.ts';
import { type Column, isBusy, otherSide, shownAnswer } from '../../panel/column.ts';
import { diffChoices } from '../../panel/preferences.ts';
import { handleVerdictKey } from './caseVerdicts.ts';
import type { CompareContext } from './compareContext.ts';

export interface KeyDescription {
  readonly keys: readonly string[];
  readonly does: string;
}

export const keyDescriptions: readonly KeyDescription[] = [
  { keys: ['←', '→'], does: 'Move between columns' },
  { keys: ['b'], does: 'Use the column as base' },
  { keys: ['r'], does: 'Rerun the column' },
  { keys: ['s'], does: 'Stop the column' },
  { keys: ['d'], does: 'Cycle the diff: off, words, lines, JSON' },
  { keys: ['o'], does: 'Open in the diff editor' },
  { keys: ['m'], does: 'Show as Markdown or plain text' },
  { keys: ['1', '2', '...'], does: 'Show another answer of a column that was asked several times' },
  { keys: ['c'], does: 'Choose a case' },
  { keys: ['j', 'k'], does: 'Take the next or the previous case' },
  { keys: ['p', 'f', 'u'], does: 'The answer to a case passes, fails, or you are unsure' },
  { keys: ['n'], does: 'Add a note to your verdict' },
  { keys: ['Backspace'], does: 'Take your verdict back' },
  { keys: ['?'], does: 'Show or hide these keys' },
];

/** Does what a key means for the column that has the focus. The result is true when the key meant something. */
export function handleKey(key: string, context: CompareContext, focused: Column | undefined): boolean {
  if (handleViewKey(key, context) || handleCaseKey(key, context)) return true;
  if (!focused) return false;
  return handleVerdictKey(key, context, focused) || handleColumnKey(key, context, focused);
}

/** Does what a key means for the case that the inputs are from. */
function handleCaseKey(key: string, { state, post }: CompareContext): boolean {
  const wish = caseWishes[key];
  if (!wish || !state.setup?.rows) return false;
  post({ type: wish });
  return true;
}

const caseWishes: Readonly<Record<string, 'choose-row' | 'next-row' | 'previous-row' | undefined>> = {
  c: 'choose-row',
  j: 'next-row',
  k: 'previous-row',
};

/** Does what a key means for all answers at once. The result is true when the key meant something. */
export function handleViewKey(
  key: string,
  {
    preferences,
    prefer,
    isHelpShown,
    showHelp,
  }: Pick<AnswerContext, 'preferences' | 'prefer'> & Pick<CompareContext, 'isHelpShown' | 'showHelp'>,
): boolean {
  switch (key) {
    case '?':
      showHelp(!isHelpShown);
      return true;
    case 'd':
      prefer({ diff: diffChoices[(diffChoices.indexOf(preferences.diff) + 1) % diffChoices.length] ?? 'off' });
      return true;
    case 'm':
      prefer({ markdown: !preferences.markdown });
      return true;
    default:
      return false;
  }
}

function handleColumnKey(key: string, context: CompareContext, column: Column): boolean {
  const { columns, post, prefer } = context;
  const { target, cell } = column;
  if (/^[1-9]$/.test(key)) return showRepeat(context, column, Number(key) - 1);
  const other = otherSide(columns, column);
  switch (key) {
    case 'b':
      prefer({ base: target });
      return true;
    case 'r':
      if (cell && !isBusy(column)) post({ type: 'rerun-target', target });
      return true;
    case 's':
      if (isBusy(column)) post({ type: 'stop-target', target });
      return true;
    case 'o':
      if (other && hasSpoken(cell)) post({ type: 'open-diff', left: shownAnswer(other), right: shownAnswer(column) });
      return true;
    default:
      return false;
  }
}

/** Shows another answer of a column, from 0; false where it has no such answer. */
export function showRepeat({ preferences, prefer }: CompareContext, { target, repeats = [] }: Column, repeat: number) {
  if (!repeats.some((answer) => answer.repeat === repeat)) return false;
  prefer({ repeats: { ...preferences.repeats, [target]: repeat } });
  return true;
}

/** True when a cell has said something that can be compared. */
export function hasSpoken(cell: CellState | undefined): boolean {
  return cell !== undefined && (cell.text !== '' || cell.toolCalls.length > 0 || cell.rounds !== undefined);
}
