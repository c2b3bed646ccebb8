import { html, nothing, type TemplateResult } from 'lit';
import { marked } from '../../panel/view/marked.ts';
import type { ImportContext } from '../state/importContext.ts';

/** The title, how far reading has come, and the one button that writes; before it everything can be looked at. */
export function importHead({ page, post, rows }: ImportContext): TemplateResult {
  const { title, reading, accept, obstacle } = page;
  return html`<header class="cases-head">
    <div class="cases-title">
      <h2>${marked(title)}</h2>
      <span class="form-buttons">
        ${
          reading
            ? html`<vscode-button secondary icon="debug-stop" @click=${() => rows({ type: 'stop' })}>Stop</vscode-button>`
            : html`<vscode-button icon="check" ?disabled=${obstacle !== ''} aria-describedby="obstacle" @click=${() => rows({ type: 'write' })}>${accept}</vscode-button>`
        }
        <vscode-button secondary @click=${() => post({ type: 'close' })}>Close</vscode-button>
      </span>
    </div>
    <p class="quiet" id="obstacle">${obstacle === '' ? 'Nothing is written before you press the button. The key of the stand-ins is thrown away with this page.' : obstacle}</p>
    ${
      reading
        ? html`<p class="quiet">${reading.sentence}</p>
            <vscode-progress-bar value=${Math.round(reading.share * 100)} aria-label="How much of the files is read"></vscode-progress-bar>`
        : nothing
    }
  </header>`;
}
