import { html, nothing, type TemplateResult } from 'lit';
import type { AnswerVerdict, Verdict } from '../../../core/grading/verdict.ts';
import type { CheckLabel } from '../../../core/results/matrix/matrixRowDetail.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

const glyphs = { pass: 'pass', fail: 'error', error: 'issues', ungraded: 'question' } as const;

/** The checks of the case that an answer belongs to. */
export interface CheckList {
  /** In the order of each verdict's checks. */
  readonly labels: readonly CheckLabel[];
  /** What can be done with a check that failed. */
  action?(check: Verdict): TemplateResult | typeof nothing;
}

/** The reasons why an answer did not pass, with a line for each check, to be shown above it. */
export function failedChecks(list: CheckList, { verdict, status }: CellState): TemplateResult | typeof nothing {
  if (!verdict || status !== 'done') return nothing;
  const failed = labelledChecks(list, verdict).filter(({ check }) => check.outcome !== 'pass');
  if (failed.length === 0 && verdict.outcome === 'pass') return nothing;
  return html`<div class="checks">
    ${failed.map(({ check, label }) => checkView(list, check, label))}
    ${failed.length === 0 ? wholeVerdict(verdict.outcome, verdict.reason) : nothing}
  </div>`;
}

/** The checks that an answer passed, folded away, to be shown below it. */
export function passedChecks(list: CheckList, { verdict, status }: CellState): TemplateResult | typeof nothing {
  if (!verdict || status !== 'done') return nothing;
  const checks = labelledChecks(list, verdict);
  const passed = checks.filter(({ check }) => check.outcome === 'pass');
  if (passed.length === 0) return nothing;
  const count = `${counted(passed.length, 'check')} passed`;
  return html`<details class="passed-checks">
    <summary>${passed.length === checks.length && passed.length > 1 ? `All ${count}` : count}</summary>
    ${passed.map(({ check, label }) => checkView(list, check, label))}
  </details>`;
}

interface LabelledCheck {
  readonly check: Verdict;
  readonly label: CheckLabel | undefined;
}

function labelledChecks({ labels }: CheckList, { checks }: AnswerVerdict): readonly LabelledCheck[] {
  return checks.map((check, index) => ({ check, label: labels[index] }));
}

function checkView(list: CheckList, check: Verdict, label: CheckLabel | undefined): TemplateResult {
  return html`<div class="check ${check.outcome}">
    <span class="check-icon">${icon(glyphs[check.outcome])}</span>
    <div class="check-text">
      <span class="check-name" title=${label?.value ?? ''}>${marked(label?.name ?? 'check')}</span>
      <span class="reason">${marked(check.reason)} ${list.action?.(check) ?? nothing}</span>
      ${check.components?.map((component) => checkView(list, component, { name: component.outcome, value: '' }))}
    </div>
  </div>`;
}

function wholeVerdict(outcome: Verdict['outcome'], reason: string): TemplateResult {
  return html`<div class="check ${outcome}"><span class="check-icon">${icon(glyphs[outcome])}</span><div class="check-text"><div class="reason">${marked(reason)}</div></div></div>`;
}
