import { html, nothing, type TemplateResult } from 'lit';
import { defined } from '../../../core/jsonRead.ts';
import type { PersonMark } from '../../../core/people/personMark.ts';
import type { PersonVerdict } from '../../../core/people/verdictLines.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { answerOf, type ColumnOfRow } from '../state/detailColumns.ts';
import { marksOfColumn } from '../state/peopleKeys.ts';
import { personSubject } from '../state/personSubject.ts';
import { subjectChoice } from './subjectChoice.ts';

export const verdictChoices: readonly {
  readonly verdict: PersonVerdict;
  readonly icon: string;
  readonly label: string;
}[] = [
  { verdict: 'pass', icon: 'thumbsup', label: 'Pass (p)' },
  { verdict: 'fail', icon: 'thumbsdown', label: 'Fail (f)' },
  { verdict: 'unsure', icon: 'question', label: 'Unsure (u)' },
];

/** What people say of an answer, and the buttons with which the reader says it. */
export function peopleLine(place: ColumnOfRow): TemplateResult | typeof nothing {
  const { state } = place.context;
  const marks = marksOfColumn(place.context, place.column);
  const canJudge = place.column.cell?.status === 'done' && state.setup?.isReport !== true;
  if (!canJudge && marks.length === 0) return nothing;
  return html`<div class="people-line" role="group" aria-label="Verdicts of people on ${place.column.label}">
    ${canJudge ? subjectChoice(place) : nothing} ${canJudge ? buttons(place, marks) : nothing}
    <span class="people-marks">${marks.map(markText)}</span>
  </div>`;
}

function buttons(place: ColumnOfRow, marks: readonly PersonMark[]): TemplateResult {
  const { post } = place.context;
  const { criterion } = personSubject(place.context);
  const answer = { ...answerOf(place), ...defined({ criterion }) };
  const own = marks.find((mark) => mark.isOwn && mark.criterion === criterion);
  return html`${verdictChoices.map(({ verdict, icon, label }) =>
    iconButton({
      icon,
      label,
      isPressed: own?.verdict === verdict,
      onClick: () => post({ type: 'judge', ...answer, verdict: own?.verdict === verdict ? null : verdict }),
    }),
  )}${own ? iconButton({ icon: 'note', label: 'Note (n)', onClick: () => post({ type: 'note', ...answer }) }) : nothing}`;
}

function markText({ by, verdict, criterion, note }: PersonMark): TemplateResult {
  return html`<span class="person-mark"><strong>${marked(by)}</strong>: ${verdict}${criterion === undefined ? nothing : html` by “${marked(criterion)}”`}${note === undefined ? nothing : html`, ${marked(note)}`}</span>`;
}
