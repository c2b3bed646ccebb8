import { html, nothing, type TemplateResult } from 'lit';
import type { ImproveView, ProposalView } from '../../../core/improve/improvePage.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import { wordingDiff } from './wordingDiff.ts';

const glyphs = { kept: 'pass', dropped: 'circle-slash', trying: 'sync' } as const;

/** The proposals as they fell: what each wanted, what became of it and why, and its edit. */
export function proposalList({ proposals, start }: ImproveView): TemplateResult | typeof nothing {
  if (proposals.length === 0) return nothing;
  return html`<section class="proposals-tried" aria-label="Proposals">
    <h3>Proposals</h3>
    <ol>${proposals.map((proposal) => html`<li>${proposalView(proposal, start)}</li>`)}</ol>
  </section>`;
}

function proposalView(proposal: ProposalView, start: string): TemplateResult {
  const { number, state, cause, reason, counts, text } = proposal;
  return html`<details class="proposal">
    <summary>
      <span class="proposal-state ${state}">${icon(glyphs[state])}${state}</span>
      <span class="proposal-cause">${marked(cause === '' ? `Proposal ${number}` : cause)}</span>
      ${counts === '' ? nothing : html`<span class="quiet">${counts}</span>`}
    </summary>
    ${reason === '' ? nothing : html`<p class="quiet">${marked(reason)}</p>`}
    ${text === undefined ? html`<p class="quiet">There is no edit to show.</p>` : wordingDiff(start, text)}
  </details>`;
}
