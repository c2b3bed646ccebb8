import { html, nothing, type TemplateResult } from 'lit';
import type { TargetReport } from '../../../core/run/evalReport.ts';
import { type ModelComparison, majorityRule } from '../../../core/run/modelComparisons.ts';
import { formatRunCost } from '../../../core/run/summary.ts';
import { isSignificant } from '../../../core/stats/compareOutcomes.ts';
import { describeComparison } from '../../../core/stats/describeComparison.ts';
import { marked } from '../../view/marked.ts';
import { shortComparison } from '../matrixComparisons.ts';
import type { MatrixContext } from '../matrixContext.ts';
import { formatInterval, formatRate, latencies, metricFigures, otherOutcomes, targetNames } from '../matrixFigures.ts';
import type { VersionFigures } from '../versions.ts';

/** How each target did in all: pass rate with its interval, money and time, metrics, and what is no part of the rate. */
export function totalsRow({ state, facts }: MatrixContext): TemplateResult {
  const versions = new Map(facts?.versions.map((figures) => [figures.target, figures]));
  const compared = new Map(facts?.comparisons.map((comparison) => [comparison.right, comparison]));
  const byTarget = new Map(state.totals.map((total) => [total.target, total]));
  const targets = state.matrix?.targets ?? [];
  const labels = new Map(targets.map((target) => [target.id, targetNames(target).label]));
  const hasRepeats = state.totals.some(({ repeats }) => repeats !== undefined);
  return html`<div class="line totals" role="row" aria-rowindex="2">
    <div class="case" role="rowheader" aria-colindex="1">Totals</div>
    ${targets.map(
      ({ id }, index) =>
        html`<div class="total" role="gridcell" aria-colindex=${index + 2}>${total(byTarget.get(id))}${besideBest(compared.get(id), { labels, hasRepeats })}${besideOlder(versions.get(id), labels.get(id) ?? id)}</div>`,
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
      ${interval === '' ? nothing : html`<span class="quiet" title="95% confidence interval (Wilson)">(${interval})</span>`}
      <span class="quiet">${report.graded === 0 ? '' : `${report.passed} of ${report.graded}`}</span>
    </div>
    <div class="quiet">${[formatRunCost(report.cost), latencies(report)].filter(Boolean).join(' · ')}</div>
    ${metrics === '' ? nothing : html`<div class="quiet" title=${metrics}>${marked(metrics)}</div>`}
    ${others === '' ? nothing : html`<div class="others">${others}</div>`}`;
}

/** What the change of the prompt did to a target; the whole sentence is for the mouse and for screen readers. */
function besideOlder(figures: VersionFigures | undefined, label: string): TemplateResult | typeof nothing {
  if (!figures) return nothing;
  const { worse, better, version, comparison } = figures;
  const whole = `${label}: ${describeComparison(comparison, { left: 'the changed prompt', right: version })}`;
  const judged =
    comparison.difference === 0 ? '' : isSignificant(comparison) ? ' · more than noise' : ' · inside the noise';
  return html`<div class="beside" title=${whole}>
    <span aria-hidden="true">${worse} worse, ${better} better${judged}</span>
    <span class="visually-hidden">${worse} worse, ${better} better. ${marked(whole)}</span>
  </div>`;
}

/** How a target does beside the best; the whole sentence is for the mouse and for screen readers. */
function besideBest(
  comparison: ModelComparison | undefined,
  { labels, hasRepeats }: { readonly labels: ReadonlyMap<string, string>; readonly hasRepeats: boolean },
): TemplateResult | typeof nothing {
  if (!comparison) return nothing;
  const name = (target: string) => labels.get(target) ?? target;
  const sentence = describeComparison(comparison, { left: name(comparison.left), right: name(comparison.right) });
  const whole = hasRepeats ? `${sentence} ${majorityRule}` : sentence;
  return html`<div class="beside" title=${whole}>
    <span aria-hidden="true">${shortComparison(comparison)}</span>
    <span class="visually-hidden">${marked(whole)}</span>
  </div>`;
}
