import { html, nothing, type TemplateResult } from 'lit';
import type { ImproveContext } from '../state/improveContext.ts';

/** How the rows are split, what they can prove, and how the budget is cut; folded once it has begun. */
export function planList({ setup, view }: ImproveContext): TemplateResult | typeof nothing {
  const lines = view ? view.plan : [...setup.plan, ...(setup.estimate === '' ? [] : [setup.estimate])];
  if (lines.length === 0) return nothing;
  const list = html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return view
    ? html`<details class="improve-plan"><summary>Rows, proof and budget</summary>${list}</details>`
    : html`<section class="improve-plan" aria-label="What will be done"><h3>What will be done</h3>${list}</section>`;
}
