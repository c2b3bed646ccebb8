import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../core/text/formatCount.ts';
import type { ImportContext } from '../state/importContext.ts';

/** How many rows are kept, and what they stand for. */
export function sampleSection({ page, rows }: ImportContext): TemplateResult | typeof nothing {
  const { sample } = page;
  if (!sample || sample.found === 0) return nothing;
  const set = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const count = Math.round(Number(currentTarget.value));
    rows({ type: 'sample', count: count >= 1 && count < sample.found ? count : null });
  };
  return html`<section class="cases-section" aria-label="Sample">
    <h3>Sample</h3>
    <label>Rows to keep of ${formatCount(sample.found)}
      <input type="number" min="1" max=${sample.found} name="rows" .value=${`${sample.count ?? sample.found}`} @change=${set} />
    </label>
    ${sample.sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}
