import { html, nothing, type TemplateResult } from 'lit';
import { formatJson } from '../../../core/diff/formatJson.ts';
import type { ToolCall } from '../../../core/messages.ts';
import type { ToolResult } from '../../../core/run/round.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { formatDuration } from '../../../core/text/formatDuration.ts';
import { formatSize } from '../figures.ts';
import { type AnsweredCall, resultName } from '../steps.ts';
import { icon } from './icon.ts';
import { marked } from './marked.ts';

/** How many characters of a result are shown. */
const shownLength = 50_000;

/** A call that nothing has answered. */
export function openCall({ name, input }: ToolCall): TemplateResult {
  return html`<div class="tool-call">
    <div class="tool-name">Calls ${marked(name)}</div>
    <polyprompt-text class="code" .text=${JSON.stringify(input, null, 2)}></polyprompt-text>
  </div>`;
}

/** A call with its arguments, what came back, and what can be done with that. */
export function answeredCall(
  { call, result }: AnsweredCall,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`<div class="tool-call">
    <div class="tool-name">Calls ${marked(call.name)}</div>
    <polyprompt-text class="code" .text=${JSON.stringify(call.input, null, 2)}></polyprompt-text>
    ${result ? resultView(result, action) : html`<div class="tool-name tool-result">No result yet</div>`}
  </div>`;
}

function resultView(result: ToolResult, action: TemplateResult | typeof nothing): TemplateResult {
  const { output, isError, ms, media = [] } = result;
  const whole = formatJson(output, { sortKeys: false }) ?? output;
  const isCut = whole.length > shownLength;
  const extras = [
    ...(ms === undefined ? [] : [formatDuration(ms)]),
    ...(media.length === 0 ? [] : [counted(media.length, 'picture')]),
  ].map((extra) => ` · ${extra}`);
  return html`<div class="tool-result ${isError ? 'error' : ''}">
    <div class="tool-name with-icon">
      ${isError ? html`<span class="error-icon">${icon('error')}</span>` : nothing}<span>${resultName(result)}${extras}</span>${action}
    </div>
    <polyprompt-text class="code" .text=${isCut ? whole.slice(0, shownLength) : whole}></polyprompt-text>
    ${isCut ? html`<p class="quiet">The first ${formatSize(shownLength)} of ${formatSize(whole.length)}.</p>` : nothing}
  </div>`;
}
