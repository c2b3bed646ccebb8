import { html, nothing, type TemplateResult } from 'lit';
import type { MatrixSetup } from '../../../protocol.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixContext } from '../state/matrixContext.ts';

/** The page before the first run: what will happen, what it takes, and one button. */
export function matrixEmpty({ post }: MatrixContext, { title, estimate }: MatrixSetup): TemplateResult {
  return html`<section class="empty" aria-label="Not run yet">
    <h2>Evaluate ${marked(title)}</h2>
    <p>
      Every case of the suite is sent to each of its models, and every answer is checked. The results appear here, case by case and
      model by model.
    </p>
    ${estimate === '' ? nothing : html`<p class="quiet">${estimate}</p>`}
    <div class="empty-buttons"><vscode-button @click=${() => post({ type: 'run' })}>Run</vscode-button></div>
  </section>`;
}
