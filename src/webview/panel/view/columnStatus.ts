import { html, nothing, type TemplateResult } from 'lit';
import type { FinishReason } from '../../../core/messages.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { servedOf } from '../../../core/run/servedModel.ts';
import { formatDuration, formatRunningTime } from '../../../core/text/formatDuration.ts';
import type { AnswerContext } from '../answerContext.ts';
import type { Column } from '../column.ts';
import { errorNotice } from './errorNotice.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

/** The status above an answer, or in its place: what is waited for, what went wrong, or how it ended early. */
export function columnStatus(context: AnswerContext, column: Column): TemplateResult | typeof nothing {
  const { cell, target } = column;
  if (!cell) return nothing;
  switch (cell.status) {
    case 'queued':
      return context.isRunning ? quiet('Waiting to start') : notRun(context, column);
    case 'waiting':
      if (cell.awaits) return nothing;
      return quiet(`${waitedFor(cell)} · ${formatRunningTime(context.now - (cell.startedAt ?? context.now))}`);
    case 'streaming':
      return nothing;
    case 'retrying':
      return retrying(context, column, cell);
    case 'failed':
      return html`${cell.error ? errorNotice({ error: cell.error, target, post: context.post }) : nothing}
      ${cell.text === '' ? nothing : quiet('This much had arrived:')}`;
    case 'cancelled':
      return notice(
        'debug-stop',
        cell.text === '' ? 'Stopped before the first token.' : 'Stopped. This much had arrived:',
      );
    case 'done':
      return html`${otherModel(column)}${ended(cell)}`;
  }
}

/** A result that a script or a server still makes, else the model. */
function waitedFor({ rounds = [] }: CellState): string {
  const last = rounds.at(-1);
  const call = last?.user ? undefined : last?.toolCalls[last.results.length];
  return call ? `Waiting for the result of ${call.name}` : 'Waiting for first token';
}

function notRun({ post }: AnswerContext, { target }: Column): TemplateResult {
  return html`${quiet('Not run yet')}
    <vscode-button secondary @click=${() => post({ type: 'rerun-target', target })}>Run This Model</vscode-button>`;
}

function retrying(
  { now, post, canStopOne }: AnswerContext,
  { target }: Column,
  { retry, attempt }: CellState,
): TemplateResult {
  const left = Math.max(0, (retry?.until ?? now) - now);
  return html`<div class="notice warning">
    ${icon('warning')}
    <div class="notice-body">
      <p class="notice-text">${marked(retry?.error.message ?? '')}</p>
      <p class="notice-hint">
        Retrying in ${left < 10_000 ? `${Math.ceil(left / 1000)} s` : formatDuration(left)} (attempt ${attempt + 1} of ${retry?.maxAttempts ?? attempt + 1})
      </p>
      ${
        canStopOne
          ? html`<vscode-button secondary class="notice-button" @click=${() => post({ type: 'stop-target', target })}>Stop</vscode-button>`
          : nothing
      }
    </div>
  </div>`;
}

function otherModel(column: Column): TemplateResult | typeof nothing {
  const served = servedOf(column.cell, column.model);
  if (!served || served.isSame) return nothing;
  return notice('warning', `Another model answered: served by ${served.name}, not ${served.requested}.`);
}

/** Ways to end that a reader must not take for a plain answer. */
const endings: Readonly<Record<FinishReason, string | undefined>> = {
  stop: undefined,
  'tool-calls': undefined,
  length: 'Cut off at the maximum number of output tokens.',
  refusal: 'The model refused to answer.',
  'content-filter': "The provider's content filter stopped this answer.",
  other: 'The answer ended for a reason that the provider does not explain.',
};

function ended(cell: CellState): TemplateResult {
  const { finishReason = 'stop', rawFinishReason, text, toolCalls, warnings } = cell;
  const reason = endings[finishReason];
  const vendorWord = finishReason === 'other' && rawFinishReason ? ` (${rawFinishReason})` : '';
  return html`${reason ? notice('warning', reason + vendorWord) : nothing}
    ${text.trim() === '' && toolCalls.length === 0 && !reason ? quiet('The answer is empty.') : nothing}
    ${warnings.map((warning) => notice('info', warning.message))}`;
}

function notice(iconName: string, text: string): TemplateResult {
  return html`<div class="notice ${iconName}">${icon(iconName)}<p class="notice-text">${marked(text)}</p></div>`;
}

function quiet(text: string): TemplateResult {
  return html`<p class="quiet status">${text}</p>`;
}
