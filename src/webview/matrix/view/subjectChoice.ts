import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnOfRow } from '../state/detailColumns.ts';
import { personSubject } from '../state/personSubject.ts';

/** What a verdict is about, where there is a choice: the criteria of checks by people, and the answer as a whole. */
export function subjectChoice({ context, column }: ColumnOfRow): TemplateResult | typeof nothing {
  const { names, index } = personSubject(context);
  if (names.length < 2) return nothing;
  const choose = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLSelectElement) context.prefer({ subject: Number(currentTarget.value) });
  };
  return html`<select class="filter-choice" title="What the verdict is about (c)" aria-label="What the verdict on ${column.label} is about" @change=${choose}>
    ${names.map((name, at) => html`<option value=${at} .selected=${at === index}>${name}</option>`)}
  </select>`;
}
