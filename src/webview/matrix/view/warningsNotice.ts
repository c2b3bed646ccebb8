import { html, nothing, type TemplateResult } from 'lit';
import type { TargetReport } from '../../../core/results/evalReport.ts';
import { warningText } from '../../../core/results/warningGroups.ts';
import { icon } from '../../panel/view/icon.ts';

/** How many warnings are listed; further ones are only counted. */
const listed = 5;

/** Settings that did not reach a model as the suite has them, above the results that came of that. */
export function warningsNotice(totals: readonly TargetReport[]): TemplateResult | typeof nothing {
  const lines = totals.flatMap(({ target, warnings = [] }) =>
    warnings.map((warning) => `${target}: ${warningText(warning)}`),
  );
  if (lines.length === 0) return nothing;
  const more = lines.length - listed;
  return html`<div class="banner"><div class="notice info" role="status">
    ${icon('info')}
    <div class="notice-body">
      <p class="notice-text">Not everything was sent as the suite has it.</p>
      ${lines.slice(0, listed).map((line) => html`<p class="notice-hint">${line}</p>`)}
      ${more > 0 ? html`<p class="notice-hint">And ${more} more.</p>` : nothing}
    </div>
  </div></div>`;
}
