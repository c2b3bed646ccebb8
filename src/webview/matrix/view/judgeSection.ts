import { html, nothing, type TemplateResult } from 'lit';
import { describePeople, judgeName, judgeNotes, judgeRow, judgeTitles } from '../../../core/judges/describeJudges.ts';
import { type Disagreement, leastLabels } from '../../../core/judges/judgeAgreement.ts';
import type { ReportedJudge } from '../../../core/judges/judgesReport.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixContext } from '../state/matrixContext.ts';

/** How far judges agree with people: all in one table, then each in sentences, with the answers on which they differ to open. */
export function judgeSection(context: MatrixContext): TemplateResult | typeof nothing {
  const { judges: report } = context.state;
  if (!report) return nothing;
  const measured = report.judges.filter(({ labels }) => labels >= leastLabels);
  return html`<section class="task" aria-label="Judges against people">
    <h3>Judges against people</h3>
    ${report.people ? html`<p>${marked(describePeople(report.people))}</p>` : nothing}
    ${measured.length > 0 ? judgeTable(measured) : nothing}
    ${report.judges.map((judge) => judgeText(context, judge))}
  </section>`;
}

function judgeTable(judges: readonly ReportedJudge[]): TemplateResult {
  return html`<div class="table-scroll"><table class="figures-table">
    <caption class="visually-hidden">Judges</caption>
    <thead><tr>${judgeTitles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
    <tbody>
      ${judges.map((judge) => {
        const [name = '', ...figures] = judgeRow(judge);
        return html`<tr><th scope="row">${marked(name)}</th>${figures.map((figure) => html`<td>${figure}</td>`)}</tr>`;
      })}
    </tbody>
  </table></div>`;
}

function judgeText(context: MatrixContext, judge: ReportedJudge): TemplateResult {
  const differ = judge.labels < leastLabels ? [] : judge.disagreements;
  return html`<h4>${marked(judgeName(judge))}</h4>
    <ul class="preference-notes">
      ${judgeNotes(judge).map((line) => html`<li>${marked(line)}</li>`)}
      ${canImprove(context, judge) ? html`<li><button type="button" class="link" title="Looks for a rubric that agrees better with people, and proves it on answers that took no part" @click=${() => context.post({ type: 'improve-judge', check: judge.check })}>Improve Judge...</button></li>` : nothing}
      ${differ.length > 0 ? html`<li>They differ on: ${differ.map((one) => disagreement(context, one))}</li>` : nothing}
    </ul>`;
}

/** True for a judge that people have measured. */
function canImprove({ state }: MatrixContext, { labels }: ReportedJudge): boolean {
  return state.setup?.isReport !== true && labels >= leastLabels;
}

/** A button that opens the row; one of an answer that this run does not have is words alone. */
function disagreement(context: MatrixContext, { caseId, target, person }: Disagreement): TemplateResult {
  const row = context.state.matrix?.rows.find((candidate) => candidate.caseId === caseId);
  const text = `${row?.label ?? caseId} on ${target} (people: ${person})`;
  if (!row) return html`<span class="quiet">${marked(text)}</span> `;
  const open = () => {
    context.prefer({ tasksShown: false });
    if (context.preferences.openCase !== caseId) context.openRow(caseId);
  };
  return html`<button type="button" class="link" @click=${open}>${marked(text)}</button> `;
}
