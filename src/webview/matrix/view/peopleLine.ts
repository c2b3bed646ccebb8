import { html, nothing, type TemplateResult } from 'lit';
import { defined } from '../../../core/jsonRead.ts';
import type { PersonMark } from '../../../core/people/personMark.ts';
import { verdictButtons, verdictMarks } from '../../panel/view/verdictButtons.ts';
import { answerOf, type ColumnOfRow } from '../state/detailColumns.ts';
import { marksOfColumn } from '../state/peopleKeys.ts';
import { personSubject } from '../state/personSubject.ts';
import { subjectChoice } from './subjectChoice.ts';

/** What people say of an answer, and the buttons with which the reader says it. */
export function peopleLine(place: ColumnOfRow): TemplateResult | typeof nothing {
  const { state } = place.context;
  const marks = marksOfColumn(place.context, place.column);
  const canJudge = place.column.cell?.status === 'done' && state.setup?.isReport !== true;
  if (!canJudge && marks.length === 0) return nothing;
  return html`<div class="people-line" role="group" aria-label="Verdicts of people on ${place.column.label}">
    ${canJudge ? subjectChoice(place) : nothing} ${canJudge ? buttons(place, marks) : nothing} ${verdictMarks(marks)}
  </div>`;
}

function buttons(place: ColumnOfRow, marks: readonly PersonMark[]): TemplateResult {
  const { post } = place.context;
  const { criterion } = personSubject(place.context);
  const answer = { ...answerOf(place), ...defined({ criterion }) };
  return verdictButtons({
    own: marks.find((mark) => mark.isOwn && mark.criterion === criterion),
    judge: (verdict) => post({ type: 'judge', ...answer, verdict }),
    note: () => post({ type: 'note', ...answer }),
  });
}
