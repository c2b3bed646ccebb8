import { html, nothing, type TemplateResult } from 'lit';
import { marked } from '../../panel/view/marked.ts';
import type { ImproveContext } from '../state/improveContext.ts';

/** The title, what goes on just now, what it has cost, and the button for what can be done next. */
export function improveHead(context: ImproveContext): TemplateResult {
  const { setup, view } = context;
  return html`<header class="improve-head">
    <div class="improve-title">
      <h2>${marked(setup.title)}</h2>
      ${nextButton(context)}
    </div>
    ${
      view
        ? html`<p class="quiet">${marked(view.models)}</p>
          <p class="activity"><span>${view.activity}</span> <span class="quiet">${view.spent}</span></p>
          ${view.status === 'running' ? html`<vscode-progress-bar indeterminate aria-label="The improvement is under way"></vscode-progress-bar>` : nothing}`
        : nothing
    }
  </header>`;
}

function nextButton({ setup, view, post }: ImproveContext): TemplateResult {
  if (!view) {
    const cannot = !setup.trusted || setup.problem !== undefined || setup.plan.length === 0;
    return html`<vscode-button icon="play" ?disabled=${cannot} @click=${() => post({ type: 'start' })}>Start</vscode-button>`;
  }
  if (view.status === 'running')
    return html`<vscode-button secondary icon="debug-stop" @click=${() => post({ type: 'stop' })}>Stop</vscode-button>`;
  return html`<span class="form-buttons">
    ${view.canResume ? html`<vscode-button icon="debug-continue" @click=${() => post({ type: 'resume' })}>Go On</vscode-button>` : nothing}
    <vscode-button secondary @click=${() => post({ type: 'begin-anew' })}>Begin Anew...</vscode-button>
  </span>`;
}
