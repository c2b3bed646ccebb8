import { html, nothing, type TemplateResult } from 'lit';
import type { AnswerVerdict, Verdict } from '../../../core/grading/verdict.ts';
import type { CheckLabel } from '../../../core/results/matrix/matrixRowDetail.ts';
import type { CellState } from '../../../core/run/state.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import { answerOf, type ColumnOfRow } from '../state/detailColumns.ts';

const glyphs = { pass: 'pass', fail: 'error', error: 'issues', ungraded: 'question' } as const;

/** The reasons why an answer did not pass, with a line for each check, to be shown above it. */
export function failedChecks(place: ColumnOfRow, { verdict, status }: CellState): TemplateResult | typeof nothing {
  if (!verdict || status !== 'done') return nothing;
  const failed = labelledChecks(place, verdict).filter(({ check }) => check.outcome !== 'pass');
  if (failed.length === 0 && verdict.outcome === 'pass') return nothing;
  return html`<div class="checks">
    ${failed.map(({ check, label }) => checkView(place, check, label))}
    ${failed.length === 0 ? wholeVerdict(verdict.outcome, verdict.reason) : nothing}
  </div>`;
}

/** The checks that an answer passed, folded away, to be shown below it. */
export function passedChecks(place: ColumnOfRow, { verdict, status }: CellState): TemplateResult | typeof nothing {
  if (!verdict || status !== 'done') return nothing;
  const checks = labelledChecks(place, verdict);
  const passed = checks.filter(({ check }) => check.outcome === 'pass');
  if (passed.length === 0) return nothing;
  const count = `${counted(passed.length, 'check')} passed`;
  return html`<details class="passed-checks">
    <summary>${passed.length === checks.length && passed.length > 1 ? `All ${count}` : count}</summary>
    ${passed.map(({ check, label }) => checkView(place, check, label))}
  </details>`;
}

interface LabelledCheck {
  readonly check: Verdict;
  readonly label: CheckLabel | undefined;
}

function labelledChecks({ context }: ColumnOfRow, { checks }: AnswerVerdict): readonly LabelledCheck[] {
  const labels = context.state.row?.checks ?? [];
  return checks.map((check, index) => ({ check, label: labels[index] }));
}

function checkView(place: ColumnOfRow, check: Verdict, label: CheckLabel | undefined): TemplateResult {
  return html`<div class="check ${check.outcome}">
    ${icon(glyphs[check.outcome])}
    <div class="check-text">
      <span class="check-name" title=${label?.value ?? ''}>${marked(label?.name ?? 'check')}</span>
      <span class="reason">${marked(check.reason)} ${expectedLink(place, check)}</span>
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
