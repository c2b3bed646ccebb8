import { html, nothing, type TemplateResult } from 'lit';
import type { Verdict } from '../../../core/grading/verdict.ts';
import type { CheckLabel } from '../../../core/run/matrixRowDetail.ts';
import type { CellState } from '../../../core/run/state.ts';
import { icon } from '../../view/icon.ts';
import { marked } from '../../view/marked.ts';
import { answerOf, type ColumnOfRow } from '../detailColumns.ts';

const glyphs = { pass: 'pass', fail: 'error', error: 'issues', ungraded: 'question' } as const;

/** The checks of an answer: those that failed with their reasons, the others folded away. */
export function checkList(place: ColumnOfRow, { verdict, status }: CellState): TemplateResult | typeof nothing {
  if (!verdict || status !== 'done') return nothing;
  const labels = place.context.state.row?.checks ?? [];
  const checks = verdict.checks.map((check, index) => ({ check, label: labels[index] }));
  const passed = checks.filter(({ check }) => check.outcome === 'pass');
  const others = checks.filter(({ check }) => check.outcome !== 'pass');
  return html`<div class="checks">
    ${others.map(({ check, label }) => checkView(place, check, label))}
    ${others.length === 0 && verdict.outcome !== 'pass' ? wholeVerdict(verdict.outcome, verdict.reason) : nothing}
    ${passed.length === 0 ? nothing : passedChecks(place, passed, others.length === 0)}
  </div>`;
}

interface LabelledCheck {
  readonly check: Verdict;
  readonly label: CheckLabel | undefined;
}

function passedChecks(place: ColumnOfRow, passed: readonly LabelledCheck[], areAll: boolean): TemplateResult {
  const count = passed.length === 1 ? '1 check passed' : `${passed.length} checks passed`;
  return html`<details class="passed-checks">
    <summary>${areAll && passed.length > 1 ? `All ${count}` : count}</summary>
    ${passed.map(({ check, label }) => checkView(place, check, label))}
  </details>`;
}

function checkView(place: ColumnOfRow, check: Verdict, label: CheckLabel | undefined): TemplateResult {
  return html`<div class="check ${check.outcome}">
    ${icon(glyphs[check.outcome])}
    <div class="check-text">
      <span class="check-name">${marked(label?.name ?? 'check')}</span>
      ${label?.value ? html`<span class="quiet">${marked(label.value)}</span>` : nothing}
      <div class="reason">${marked(check.reason)} ${expectedLink(place, check)}</div>
      ${check.components?.map((component) => checkView(place, component, { name: component.outcome, value: '' }))}
    </div>
  </div>`;
}

function expectedLink(place: ColumnOfRow, { expected, outcome }: Verdict): TemplateResult | typeof nothing {
  const { state, post } = place.context;
  if (expected === undefined || outcome !== 'fail' || state.setup?.isReport || !state.row?.isInSuite) return nothing;
  const open = () => post({ type: 'open-expected-diff', ...answerOf(place) });
  return html`<button type="button" class="link" @click=${open}>Compare with Expected</button>`;
}

function wholeVerdict(outcome: Verdict['outcome'], reason: string): TemplateResult {
  return html`<div class="check ${outcome}">${icon(glyphs[outcome])}<div class="check-text"><div class="reason">${marked(reason)}</div></div></div>`;
}
