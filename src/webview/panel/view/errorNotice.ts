import { html, nothing, type TemplateResult } from 'lit';
import { actionLabels, type ErrorRecord } from '../../../core/errors.ts';
import { defined } from '../../../core/jsonRead.ts';
import type { AnswerIntent } from '../answerContext.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

interface ErrorNotice {
  readonly error: ErrorRecord;
  readonly target?: string;
  post(message: AnswerIntent): void;
}

/** An error in one sentence, with advice and the one button that follows it. */
export function errorNotice({ error, target, post }: ErrorNotice): TemplateResult {
  const { action } = error;
  const click = () => post({ type: 'error-action', action, ...defined({ target }) });
  return html`<div class="notice error">
    ${icon('error')}
    <div class="notice-body">
      <p class="notice-text"><span class="visually-hidden">Error: </span>${marked(error.message)}</p>
      <p class="notice-hint">${marked(error.hint)}</p>
      ${
        action === 'none'
          ? nothing
          : html`<vscode-button secondary class="notice-button" @click=${click}>${actionLabels[action]}</vscode-button>`
      }
    </div>
  </div>`;
}
