import { html, nothing, type TemplateResult } from 'lit';
import type { ChosenModel, CompareSetup } from '../../../protocol.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { CompareContext } from '../state/compareContext.ts';

/** The page before the first run: what will happen, on which models, at what price, and one button. */
export function emptyState(context: CompareContext, setup: CompareSetup): TemplateResult {
  const { post } = context;
  return html`<section class="empty" aria-label="Not run yet">
    <h2>Compare models on ${marked(setup.title)}</h2>
    <p>
      ${
        setup.models.length === 0
          ? 'Choose the models that should answer this prompt. Their answers appear here side by side.'
          : 'The current text of the prompt is sent to each of these models at once. Their answers stream in side by side, with time, tokens and cost.'
      }
    </p>
    <ul class="model-list">
      ${setup.models.map(modelRow)}
    </ul>
    <div class="empty-buttons">
      ${
        setup.models.length === 0
          ? html`<vscode-button @click=${() => post({ type: 'choose-models' })}>Choose Models</vscode-button>`
          : html`<vscode-button @click=${context.run}>Run</vscode-button>`
      }
      ${
        setup.needsKey || setup.models.length === 0
          ? html`<vscode-button secondary @click=${() => post({ type: 'run-simulated' })}>Try It with Simulated Models</vscode-button>`
          : nothing
      }
    </div>
    ${setup.needsKey ? html`<p class="quiet">Simulated models answer on this machine: no key, no network, no cost.</p>` : nothing}
  </section>`;
}

function modelRow({ label, provider, price, keyMissing, simulated }: ChosenModel): TemplateResult {
  return html`<li>
    <span class="model-name">${marked(label)}</span>
    <span class="quiet">${marked(provider)}</span>
    <span class="spring"></span>
    ${keyMissing ? html`<span class="key-missing"><span class="key-icon">${icon('key')}</span>no API key</span>` : html`<span class="quiet">${simulated ? 'free' : price}</span>`}
  </li>`;
}
