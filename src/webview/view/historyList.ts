import { html, type TemplateResult } from 'lit';
import type { PanelContext } from '../panelContext.ts';

const timeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Earlier runs of this prompt; one of them can be opened in place of the current one. */
export function historyList({ state, post, prefer }: PanelContext): TemplateResult {
  const history = state.setup?.history ?? [];
  return html`<section class="history" aria-label="Earlier runs">
    ${history.length === 0 ? html`<p class="quiet">No earlier runs of this prompt.</p>` : ''}
    <ul>
      ${history.map(({ runId, startedAt, label }) => {
        const open = () => {
          prefer({ historyShown: false });
          post({ type: 'open-run', runId });
        };
        const isShown = state.run?.runId === runId;
        return html`<li>
          <button type="button" class="history-row" aria-current=${`${isShown}`} @click=${open}>
            <span>${timeFormat.format(startedAt)}</span><span class="quiet">${label}</span>${isShown ? html`<span class="quiet">shown</span>` : ''}
          </button>
        </li>`;
      })}
    </ul>
  </section>`;
}
