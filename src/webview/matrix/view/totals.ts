import { html, nothing, type TemplateResult } from 'lit';
import { describeRate, shortRate } from '../../../core/people/describeRate.ts';
import type { TargetReport } from '../../../core/results/evalReport.ts';
import { type ModelComparison, majorityRule } from '../../../core/results/modelComparisons.ts';
import { formatOrigins, shortOrigins } from '../../../core/results/realAndSynthetic.ts';
import { formatRunCost } from '../../../core/results/summary.ts';
import { isSignificant } from '../../../core/stats/compareOutcomes.ts';
import { describeComparison } from '../../../core/stats/describeComparison.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import { shortComparison } from '../state/matrixComparisons.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import {
  formatInterval,
  formatRate,
  latencies,
  metricFigures,
  otherOutcomes,
  targetNames,
} from '../state/matrixFigures.ts';
import type { VersionFigures } from '../state/versions.ts';

/** The result of each target as a whole: a line with its pass rate, a bar with its interval, and the rest on request. */
export function totalsRow(context: MatrixContext): TemplateResult {
  const { state, facts, preferences } = context;
  const versions = new Map(facts?.versions.map((figures) => [figures.target, figures]));
  const compared = new Map(facts?.comparisons.map((comparison) => [comparison.right, comparison]));
  const byTarget = new Map(state.totals.map((total) => [total.target, total]));
  const targets = state.matrix?.targets ?? [];
  const labels = new Map(targets.map((target) => [target.id, targetNames(target).label]));
  const shownOrigins = preferences.totalsShown ? formatOrigins : shortOrigins;
  const hasRepeats = state.totals.some(({ repeats }) => repeats !== undefined);
  return html`<div class="line totals ${preferences.totalsShown ? 'whole' : ''}" role="row" aria-rowindex="2">
    <div class="case" role="rowheader" aria-colindex="1">${totalsToggle(context)}</div>
    ${targets.map(({ id }, index) => {
      const report = byTarget.get(id);
      const beside = html`${besideBest(compared.get(id), { labels, hasRepeats })}${besideOlder(versions.get(id), labels.get(id) ?? id)}`;
      return html`<div class="total" role="gridcell" aria-colindex=${index + 2}>${report ? total(report, html`${byOrigin(report, shownOrigins)}${beside}`) : nothing}</div>`;
    })}
  </div>`;
}

function totalsToggle({ preferences, prefer }: MatrixContext): TemplateResult {
  const { totalsShown } = preferences;
  return html`<button
    type="button"
    class="action text"
    title=${totalsShown ? 'Show totals on one line' : 'Show all figures of the totals'}
    aria-expanded=${`${totalsShown}`}
    @click=${() => prefer({ totalsShown: !totalsShown })}
  >
    ${icon(totalsShown ? 'chevron-down' : 'chevron-right')}Totals
  </button>`;
}

function total(report: TargetReport, beside: TemplateResult): TemplateResult {
  const interval = formatInterval(report);
  const figures = [
    report.graded === 0 ? '' : `${formatCount(report.passed)} of ${formatCount(report.graded)}`,
    otherOutcomes(report),
    formatRunCost(report.cost),
    latencies(report),
    metricFigures(report),
  ].filter(Boolean);
  return html`<div class="total-line">
      <span class="rate"><strong>${formatRate(report)}</strong>${interval === '' ? nothing : html` <span class="quiet" title="95% confidence interval (Wilson)">(${interval})</span>`}</span>
      ${beside}
      ${byPeople(report)}
      ${figures.map((figure) => html` <span class="total-figure quiet" title=${figure}>${marked(figure)}</span>`)}
    </div>
    ${rateBar(report)}`;
}

/** The parts of real and of made-up rows, which the rate sums up. */
function byOrigin({ origins }: TargetReport, shown: typeof shortOrigins): TemplateResult | typeof nothing {
  if (!origins) return nothing;
  const whole = formatOrigins(origins);
  return html`<span class="total-figure origins" title=${whole}><span aria-hidden="true">${shown(origins)}</span><span class="visually-hidden">${whole}</span></span>`;
}

/** The pass rate that people would give, where they have judged enough answers that were drawn at random. */
function byPeople({ people }: TargetReport): TemplateResult | typeof nothing {
  const short = people && shortRate(people);
  if (!people || short === undefined) return nothing;
  const whole = describeRate(people, 'the checks');
  return html` <span class="total-figure" title=${whole}><span aria-hidden="true">${short}</span><span class="visually-hidden">${whole}</span></span>`;
}

/** The pass rate as a bar, and its interval as a line over it; both are said in figures beside it. */
function rateBar({ passed, graded, interval }: TargetReport): TemplateResult | typeof nothing {
  if (graded === 0) return nothing;
  const percent = (share: number) => `${(share * 100).toFixed(2)}%`;
  return html`<div class="rate-bar" aria-hidden="true">
    <div class="rate-fill" .style=${`width: ${percent(passed / graded)}`}></div>
    ${interval ? html`<div class="rate-interval" .style=${`left: ${percent(interval.low)}; width: ${percent(interval.high - interval.low)}`}></div>` : nothing}
  </div>`;
}

/** The effect of the prompt's change on a target. The whole sentence is for the mouse and for screen readers. */
function besideOlder(figures: VersionFigures | undefined, label: string): TemplateResult | typeof nothing {
  if (!figures) return nothing;
  const { worse, better, version, comparison } = figures;
  const whole = `${label}: ${describeComparison(comparison, { left: 'the changed prompt', right: version })}`;
  const judged =
    comparison.difference === 0 ? '' : isSignificant(comparison) ? ' · more than noise' : ' · inside the noise';
  return html`<span class="beside" title=${whole}>
    <span aria-hidden="true">${worse} worse, ${better} better${judged}</span>
    <span class="visually-hidden">${worse} worse, ${better} better. ${marked(whole)}</span>
  </span>`;
}

/** A target compared with the best. The whole sentence is for the mouse and for screen readers. */
function besideBest(
  comparison: ModelComparison | undefined,
  { labels, hasRepeats }: { readonly labels: ReadonlyMap<string, string>; readonly hasRepeats: boolean },
): TemplateResult | typeof nothing {
  if (!comparison) return nothing;
  const name = (target: string) => labels.get(target) ?? target;
  const sentence = describeComparison(comparison, { left: name(comparison.left), right: name(comparison.right) });
  const whole = hasRepeats ? `${sentence} ${majorityRule}` : sentence;
  return html`<span class="beside" title=${whole}>
    <span aria-hidden="true">${shortComparison(comparison)}</span>
    <span class="visually-hidden">${marked(whole)}</span>
  </span>`;
}
