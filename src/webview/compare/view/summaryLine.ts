import { html, nothing, type TemplateResult } from 'lit';
import type { Agreement } from '../../../core/diff/agreement.ts';
import { costOfRun, formatRunCost } from '../../../core/results/summary.ts';
import { marked } from '../../panel/view/marked.ts';
import type { CompareContext } from '../state/compareContext.ts';

/** The run in one line: what it cost, what the answers agree on, and which one stands apart. */
export function summaryLine({ state, columns, comparison }: CompareContext): TemplateResult | typeof nothing {
  if (!state.run) return nothing;
  const odd = comparison.oddOneOut(columns);
  return html`<footer class="summary" aria-label="Summary">
    <span>Total ${formatRunCost(costOfRun(state.run))}</span>
    ${state.run.status === 'running' ? nothing : comparison.agreements(columns).slice(0, 2).map(agreement)}
    ${odd ? html`<span>Odd one out: ${marked(odd.label)}</span>` : nothing}
  </footer>`;
}

function agreement({ agreeing, total, field, value }: Agreement): TemplateResult | typeof nothing {
  if (field === undefined)
    return agreeing === 1 ? nothing : html`<span>${agreeing} of ${total} answers are the same</span>`;
  if (agreeing === 1) return html`<span>No two agree on ${marked(field)}</span>`;
  return html`<span>${agreeing} of ${total} agree on ${marked(field)}: ${marked((value ?? '').slice(0, 40))}</span>`;
}
