import { html, nothing, type TemplateResult } from 'lit';
import { PolypromptError } from '../../../core/errors.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { errorNotice } from '../../panel/view/errorNotice.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { leftOutNotice } from './leftOutNotice.ts';
import { requiredNotice } from './requiredNotice.ts';
import { warningsNotice } from './warningsNotice.ts';

/** Notices about what the run left out, what was not sent as it was asked for, and what keeps the run from going on. */
export function matrixNotices(context: MatrixContext): TemplateResult {
  return html`${leftOutNotice(context.state.matrix)}${requiredNotice(context.state)}${warningsNotice(context.state.totals)}${stopNotice(context)}`;
}

/** The obstacle that keeps the run from going on, in one sentence with one button. */
function stopNotice(context: MatrixContext): TemplateResult | typeof nothing {
  const { state } = context;
  const { setup, matrix, isPaused } = state;
  if (!setup || setup.isReport) return nothing;
  if (setup.problem) return errorBanner(context, setup.problem);
  if (!setup.trusted) {
    const error = new PolypromptError('untrusted-workspace', 'This workspace is not trusted, so no case is run.');
    return errorBanner(context, error.toRecord());
  }
  if (isPaused) return pausedNotice(context);
  return matrix ? endNotice(context) : nothing;
}

function errorBanner({ post }: MatrixContext, error: Parameters<typeof errorNotice>[0]['error']): TemplateResult {
  const onAct = (intent: Parameters<Parameters<typeof errorNotice>[0]['post']>[0]) => {
    if (intent.type === 'error-action') post({ type: 'error-action', action: intent.action });
  };
  return html`<div class="banner">${errorNotice({ error, post: onAct })}</div>`;
}

function pausedNotice({ post }: MatrixContext): TemplateResult {
  return banner({
    kind: 'error',
    text: 'The disk is full: nothing new is asked, because no answer could be kept.',
    hint: 'What has been answered is safe. Free some space, then go on.',
    button: { label: 'Try Again', choose: () => post({ type: 'retry-recording' }) },
  });
}

function endNotice({ state, facts, post }: MatrixContext): TemplateResult | typeof nothing {
  const { matrix, lanes } = state;
  const left = facts?.leftOver ?? 0;
  if (!matrix || left === 0) return nothing;
  const cells = `${counted(left, 'answer')} ${left === 1 ? 'has' : 'have'} not been asked for`;
  switch (matrix.run.status) {
    case 'budget':
      return banner({
        kind: 'warning',
        text: `Stopped at the spending limit: ${cells}.`,
        hint: 'What was paid for is kept.',
        button: { label: 'Resume with a Higher Limit...', choose: () => post({ type: 'raise-limit' }) },
      });
    case 'stopped': {
      const reason = lanes.find((lane) => lane.error)?.error;
      return banner({
        kind: 'warning',
        text: `${reason ? reason.message : 'A model cannot go on.'} ${cells}.`,
        hint: reason?.hint ?? '',
        button: { label: 'Resume', choose: () => post({ type: 'resume' }) },
      });
    }
    case 'cancelled':
      return banner({
        kind: 'info',
        text: `Stopped: ${cells}.`,
        hint: '',
        button: { label: 'Resume', choose: () => post({ type: 'resume' }) },
      });
    case 'submitted':
      return banner({
        kind: 'info',
        text: `Batch jobs are under way: ${counted(left, 'answer')} ${left === 1 ? 'is' : 'are'} still to come.`,
        hint: 'Their vendors take up to a day.',
        button: { label: 'Collect Batch Results', choose: () => post({ type: 'collect-batch' }) },
      });
    case 'running':
    case 'done':
      return nothing;
  }
}

interface Banner {
  readonly kind: 'error' | 'warning' | 'info';
  readonly text: string;
  readonly hint: string;
  readonly button: { readonly label: string; readonly choose: () => void };
}

function banner({ kind, text, hint, button }: Banner): TemplateResult {
  return html`<div class="banner"><div class="notice ${kind}">
    ${icon(kind)}
    <div class="notice-body">
      <p class="notice-text">${marked(text)}</p>
      ${hint === '' ? nothing : html`<p class="notice-hint">${marked(hint)}</p>`}
    </div>
    <span class="spring"></span>
    <vscode-button secondary @click=${button.choose}>${button.label}</vscode-button>
  </div></div>`;
}
