import { html, type TemplateResult } from 'lit';
import { criterionName, peoplePreferenceLines } from '../../../core/judges/peoplePreferenceLines.ts';
import type { PeoplePreferences } from '../../../core/judges/peoplePreferences.ts';
import { judgementOf, preferenceNotes, pText } from '../../../core/reports/preferenceLines.ts';
import type { DuelFigures } from '../../../core/results/preferenceFigures.ts';
import type { WinRate } from '../../../core/stats/winRate.ts';
import { formatCount } from '../../../core/text/formatCount.ts';
import { formatPercent } from '../../../core/text/formatPercent.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixState } from '../state/matrixStore.ts';

/** What judges and people like better, criterion by criterion: pair by pair, then in sentences who leads and how the judges lean. */
export function preferenceSections({
  preferred,
  chosen,
}: Pick<MatrixState, 'preferred' | 'chosen'>): readonly TemplateResult[] {
  const ofNoJudge = chosen.filter(({ criterion }) => !preferred.some(({ name }) => name === criterion));
  return [
    ...preferred.map((figures) =>
      section(figures.name, [
        duelTable(figures.duels),
        notes([
          ...preferenceNotes(figures, String),
          ...chosen.filter(({ criterion }) => criterion === figures.name).flatMap(peopleLines),
        ]),
      ]),
    ),
    ...ofNoJudge.map((people) => section(criterionName(people), [notes(peopleLines(people))])),
  ];
}

function section(name: string, parts: readonly TemplateResult[]): TemplateResult {
  return html`<section class="task" aria-label="Liked better: ${name}">
    <h3>Liked better <span class="quiet">${marked(name)}</span></h3>
    ${parts}
  </section>`;
}

function notes(lines: readonly string[]): TemplateResult {
  return html`<ul class="preference-notes">${lines.map((line) => html`<li>${marked(line)}</li>`)}</ul>`;
}

function peopleLines(people: PeoplePreferences): readonly string[] {
  return peoplePreferenceLines(people, String);
}

function duelTable(duels: readonly DuelFigures[]): TemplateResult {
  const titles = ['models', 'preferred', 'other preferred', 'no difference', 'cases', 'share', 'result'];
  return html`<p>
      Asked in both orders: what changes with the order is no difference. The share counts half of those, with its 95%
      interval; p is corrected for all pairs.
    </p>
    <div class="table-scroll"><table class="figures-table">
      <caption class="visually-hidden">Pairs of models</caption>
      <thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>${duels.map(duelRow)}</tbody>
    </table></div>`;
}

function duelRow(duel: DuelFigures): TemplateResult {
  const { target, base, wins, losses, ties, cases, rate } = duel;
  return html`<tr>
    <th scope="row">${marked(target)}<br /><span class="quiet">beside</span> ${marked(base)}</th>
    ${[wins, losses, ties, cases].map((count) => html`<td>${formatCount(count)}</td>`)}
    <td>${rate ? shareOf(rate) : '-'}</td>
    <td>${marked(judgementOf(duel, { target, base }))} <span class="whole">(${pText({ ...duel, looks: 1 })})</span></td>
  </tr>`;
}

function shareOf({ rate, interval }: WinRate): TemplateResult {
  const bare = (end: number) => formatPercent(end).replace('%', '');
  return html`${formatPercent(rate)} <span class="whole">(${bare(interval.low)} to ${bare(interval.high)})</span>`;
}
