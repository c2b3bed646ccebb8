import { html, nothing, type TemplateResult } from 'lit';
import { type Column, shownAnswer } from '../../panel/column.ts';
import { verdictButtons, verdictMarks } from '../../panel/view/verdictButtons.ts';
import { verdictsOn } from '../state/caseVerdicts.ts';
import type { CompareContext } from '../state/compareContext.ts';

/** What people say of the answer to the chosen case, and the buttons with which the reader says it. */
export function caseVerdictLine(context: CompareContext, column: Column): TemplateResult | typeof nothing {
  const marks = verdictsOn(context, column);
  if (!marks) return nothing;
  const answer = shownAnswer(column);
  return html`<div class="people-line" role="group" aria-label="Verdicts of people on ${column.label}">
    ${verdictButtons({
      own: marks.find((mark) => mark.isOwn && mark.criterion === undefined),
      judge: (verdict) => context.post({ type: 'judge', ...answer, verdict }),
      note: () => context.post({ type: 'note', ...answer }),
    })}
    ${verdictMarks(marks)}
  </div>`;
}
