import { defined } from '../../../core/jsonRead.ts';
import type { PersonMark } from '../../../core/people/personMark.ts';
import { verdictOf } from '../../panel/verdictKeys.ts';
import type { DetailColumn } from './detailColumns.ts';
import type { MatrixContext } from './matrixContext.ts';
import { personSubject } from './personSubject.ts';

export function isPeopleKey(key: string): boolean {
  return key === 'n' || key === 'c' || verdictOf.has(key);
}

/** What people say of the answer that a column shows. */
export function marksOfColumn({ state }: MatrixContext, { target, cell }: DetailColumn): readonly PersonMark[] {
  const people = state.row?.people ?? [];
  return people.filter((mark) => mark.target === target && mark.repeat === (cell?.repeat ?? 0));
}

/** Does what a key means for a person's verdict on an answer of the open row. The result is true when the key meant something. */
export function handlePeopleKey(key: string, context: MatrixContext, column: DetailColumn): boolean {
  const caseId = context.state.row?.caseId;
  const { cell, target } = column;
  if (caseId === undefined || cell?.status !== 'done') return false;
  const { criterion, index, names, next } = personSubject(context);
  const answer = { caseId, target, repeat: cell.repeat, ...defined({ criterion }) };
  const hasOwn = marksOfColumn(context, column).some((mark) => mark.isOwn && mark.criterion === criterion);
  if (key === 'c' && names.length > 1) {
    context.prefer({ subject: (index + 1) % names.length });
    return true;
  }
  if (key === 'n' && hasOwn) {
    context.post({ type: 'note', ...answer });
    return true;
  }
  const verdict = verdictOf.get(key);
  if (verdict === undefined || (verdict === null && !hasOwn)) return false;
  context.post({ type: 'judge', ...answer, verdict });
  if (verdict !== null) goOn(context, target, next);
  return true;
}

/** To what is asked next about the same answer, else to the next answer. */
function goOn(context: MatrixContext, target: string, next: number | undefined): void {
  if (context.preferences.subject !== (next ?? 0)) context.prefer({ subject: next ?? 0 });
  if (next === undefined) context.showNext(target);
}
