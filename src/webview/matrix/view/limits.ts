import { html, nothing, type TemplateResult } from 'lit';
import { formatShortCount } from '../../../core/text/formatCount.ts';
import { formatDuration } from '../../../core/text/formatDuration.ts';
import type { MatrixLane } from '../../../protocol.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixContext } from '../state/matrixContext.ts';

/** How each model may be asked just now. It is shown on request, and by itself when a model has to wait or cannot go on. */
export function limits(context: MatrixContext): TemplateResult | typeof nothing {
  const { state, preferences } = context;
  const isRunning = state.matrix?.run.status === 'running';
  const isHeld = state.lanes.some((lane) => lane.state !== 'open');
  if (state.lanes.length === 0 || !(preferences.limitsShown || (isHeld && isRunning))) return nothing;
  return html`<section class="limits" aria-label="Limits">
    <table>
      <thead>
        <tr>
          <th scope="col">Limits</th>
          <th scope="col">At once</th>
          <th scope="col" class="number">Requests/min</th>
          <th scope="col" class="number">Tokens/min</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${state.lanes.map((lane) => laneRow(context, lane))}
      </tbody>
    </table>
  </section>`;
}

function laneRow(context: MatrixContext, lane: MatrixLane): TemplateResult {
  const { model, requestsPerMinute, tokensPerMinute } = lane;
  return html`<tr>
    <th scope="row">${marked(model)}</th>
    <td>${stepper(context, lane)}</td>
    <td class="number">${requestsPerMinute === undefined ? '' : formatShortCount(requestsPerMinute)}</td>
    <td class="number">${tokensPerMinute === undefined ? '' : formatShortCount(tokensPerMinute)}</td>
    <td class="lane-state ${lane.state}">${marked(stateOf(lane, context.now))}</td>
  </tr>`;
}

function stepper({ post }: MatrixContext, { lane, model, concurrency }: MatrixLane): TemplateResult {
  const set = (to: number) => post({ type: 'set-concurrency', lane, concurrency: Math.max(1, to) });
  return html`<span class="stepper">
    ${iconButton({ icon: 'remove', label: `Fewer requests at once to ${model}`, onClick: () => set(concurrency - 1) })}
    <span class="number">${concurrency}</span>
    ${iconButton({ icon: 'add', label: `More requests at once to ${model}`, onClick: () => set(concurrency + 1) })}
  </span>`;
}

function stateOf({ state, until, error }: MatrixLane, now: number): string {
  switch (state) {
    case 'open':
      return 'open';
    case 'paused':
      return `paused${until === undefined ? '' : ` for ${formatDuration(Math.max(0, until - now))}`}: ${error?.message ?? 'the provider asks to wait'}`;
    case 'stopped':
      return `stopped: ${error?.message ?? 'the model cannot go on'} ${error?.hint ?? ''}`;
  }
}
