import { html, nothing, type TemplateResult } from 'lit';
import type { TargetReport } from '../../../core/run/evalReport.ts';
import { formatRunCost } from '../../../core/run/summary.ts';
import { marked } from '../../view/marked.ts';
import type { MatrixContext } from '../matrixContext.ts';
import { formatInterval, formatRate, latencies, metricFigures, otherOutcomes } from '../matrixFigures.ts';

/** How each target did in all: pass rate with its interval, money and time, metrics, and what is no part of the rate. */
export function totalsRow({ state }: MatrixContext): TemplateResult {
  const byTarget = new Map(state.totals.map((total) => [total.target, total]));
  const targets = state.matrix?.targets ?? [];
  return html`<div class="line totals" role="row" aria-rowindex="2">
    <div class="case" role="rowheader" aria-colindex="1">Totals</div>
    ${targets.map(
      ({ id }, index) =>
        html`<div class="total" role="gridcell" aria-colindex=${index + 2}>${total(byTarget.get(id))}</div>`,
    )}
  </div>`;
}

function total(report: TargetReport | undefined): TemplateResult | typeof nothing {
  if (!report) return nothing;
  const interval = formatInterval(report);
  const metrics = metricFigures(report);
  const others = otherOutcomes(report);
  return html`<div class="rate">
      <strong>${formatRate(report)}</strong>
      ${interval === '' ? nothing : html`<span class="quiet" title="95 % confidence interval (Wilson)">(${interval})</span>`}
      <span class="quiet">${report.graded === 0 ? '' : `${report.passed} of ${report.graded}`}</span>
    </div>
    <div class="quiet">${[formatRunCost(report.cost), latencies(report)].filter(Boolean).join(' · ')}</div>
    ${metrics === '' ? nothing : html`<div class="quiet" title=${metrics}>${marked(metrics)}</div>`}
    ${others === '' ? nothing : html`<div class="others">${others}</div>`}`;
}
