import type { PersonMark } from '../../../core/people/personMark.ts';
import { suiteCaseOf } from '../../../core/run/cellIdentity.ts';
import { type Column, shownAnswer } from '../../panel/column.ts';
import { verdictLetters } from '../../panel/verdictKeys.ts';
import type { CompareContext } from './compareContext.ts';

/** What people say of the answer that a column shows; undefined where it cannot be judged, because it is none to a case of a suite. */
export function verdictsOn({ state }: CompareContext, { target, cell }: Column): readonly PersonMark[] | undefined {
  const { row } = state.setup ?? {};
  if (!row || cell?.status !== 'done' || row.caseId !== suiteCaseOf(cell)) return undefined;
  return row.people.filter((mark) => mark.target === target && mark.repeat === cell.repeat);
}

/** Does what a key means for the reader's verdict on the answer of a column. The result is true when the key meant something. */
export function handleVerdictKey(key: string, context: CompareContext, column: Column): boolean {
  const marks = verdictsOn(context, column);
  const own = marks?.find((mark) => mark.isOwn && mark.criterion === undefined);
  const verdict = verdictLetters.get(key);
  if (!marks) return false;
  if (key === 'n' && own) context.post({ type: 'note', ...shownAnswer(column) });
  else if (verdict || (verdict === null && own)) context.post({ type: 'judge', ...shownAnswer(column), verdict });
  else return false;
  return true;
}
