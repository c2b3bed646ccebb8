import { html, type TemplateResult } from 'lit';
import { judgementOf, preferenceNotes, pText } from '../../../core/reports/preferenceLines.ts';
import type { DuelFigures, PreferenceFigures } from '../../../core/results/preferenceFigures.ts';
import type { WinRate } from '../../../core/stats/winRate.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { formatPercent } from '../../../core/text/formatPercent.ts';
import { marked } from '../../panel/view/marked.ts';

/** What judges like better by one criterion: pair by pair, then in sentences who leads and how the judges lean. */
export function preferenceSection(figures: PreferenceFigures): TemplateResult {
  return html`<section class="task" aria-label="Liked better: ${figures.name}">
    <h3>Liked better <span class="quiet">${marked(figures.name)}</span></h3>
    ${duelTable(figures.duels)}
    <ul class="preference-notes">
      ${preferenceNotes(figures, String).map((line) => html`<li>${marked(line)}</li>`)}
    </ul>
  </section>`;
}

function duelTable(duels: readonly DuelFigures[]): TemplateResult {
  const titles = [
    'model',
    'compared with',
    'preferred',
    'other preferred',
    'no difference',
    'cases',
    'share',
    'sign test',
    '',
  ];
  return html`<div class="table-scroll"><table class="figures-table">
    <caption>Asked in both orders: what changes with the order is no difference. The share counts half of those, with its 95% interval; p is corrected for all pairs.</caption>
    <thead><tr>${titles.map((title) => (title === '' ? html`<td></td>` : html`<th scope="col">${title}</th>`))}</tr></thead>
    <tbody>${duels.map(duelRow)}</tbody>
  </table></div>`;
}

function duelRow(duel: DuelFigures): TemplateResult {
  const { target, base, wins, losses, ties, cases, rate } = duel;
  return html`<tr>
    <th scope="row">${marked(target)}</th>
    <th scope="row">${marked(base)}</th>
    ${[wins, losses, ties, cases].map((count) => html`<td>${formatCount(count)}</td>`)}
    <td>${rate ? intervalText(rate) : '-'}</td>
    <td>${pText({ ...duel, looks: 1 })}</td>
    <td>${marked(judgementOf(duel, { target, base }))}</td>
  </tr>`;
}

function intervalText({ rate, interval }: WinRate): string {
  const bare = (end: number) => formatPercent(end).replace('%', '');
  return `${formatPercent(rate)} (${bare(interval.low)} to ${bare(interval.high)})`;
}
