import { html, nothing, type TemplateResult } from 'lit';
import type { ImportContext } from '../state/importContext.ts';

/** The file that will be written, and the suite that will read it. */
export function targetSection({ page, rows }: ImportContext): TemplateResult | typeof nothing {
  const { target } = page;
  if (!target) return nothing;
  return html`<section class="cases-section" aria-label="Where to">
    <h3>Where to</h3>
    <div class="cases-target">
      <label>File beside the prompt
        <input type="text" name="file" .value=${target.file} @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLInputElement && rows({ type: 'set-file', file: currentTarget.value })} />
      </label>
      <label>Suite that reads it
        <select @change=${({ currentTarget }: Event) => currentTarget instanceof HTMLSelectElement && rows({ type: 'set-suite', suite: currentTarget.value })}>
          ${target.suites.map(({ id, name }) => html`<option value=${id} .selected=${id === target.suite}>${name}</option>`)}
        </select>
      </label>
    </div>
    <p class="quiet">What was answered in production stands in the cases as "observed". It is no expectation before somebody accepts it.</p>
  </section>`;
}
