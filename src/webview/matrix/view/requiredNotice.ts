import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { MatrixState } from '../state/matrixStore.ts';

/** What the suite requires of the figures, which decides about the run; nothing while it goes on. */
export function requiredNotice({ required, matrix }: MatrixState): TemplateResult | typeof nothing {
  if (required.length === 0 || matrix?.run.status === 'running') return nothing;
  const missed = required.filter(({ isMet }) => !isMet).length;
  const isMet = missed === 0;
  const title = isMet ? 'All requirements are met.' : `${missed} of ${required.length} requirements are not met.`;
  return html`<div class="banner"><div class="notice ${isMet ? 'info' : 'error'}" role="status">
    ${icon(isMet ? 'pass' : 'error')}
    <div class="notice-body">
      <p class="notice-text">${title}</p>
      ${required.map(({ text }) => html`<p class="notice-hint">${marked(text)}</p>`)}
    </div>
  </div></div>`;
}
