import { html, type TemplateResult } from 'lit';
import { formatMoment } from '../../../core/text/formatMoment.ts';
import type { RunSummary } from '../../../protocol.ts';

export interface HistoryList {
  readonly runs: readonly RunSummary[];
  /** Id of the run that is shown. */
  readonly shown: string | undefined;
  /** The text for an empty list. */
  readonly none: string;
  /** Wall clock in milliseconds since 1970. */
  readonly now: number;
  open(runId: string): void;
}

/** Earlier runs; one of them can be opened in place of the current one. */
export function historyList({ runs, shown, none, now, open }: HistoryList): TemplateResult {
  return html`<section class="history" aria-label="Earlier runs">
    ${runs.length === 0 ? html`<p class="quiet">${none}</p>` : ''}
    <ul>
      ${runs.map(({ runId, startedAt, label }) => {
        const isShown = shown === runId;
        return html`<li>
          <button type="button" class="history-row" aria-current=${`${isShown}`} @click=${() => open(runId)}>
            <span>${formatMoment(startedAt, now)}</span><span class="quiet">${label}</span>${isShown ? html`<span class="quiet">shown</span>` : ''}
          </button>
        </li>`;
      })}
    </ul>
  </section>`;
}
