import { html, type TemplateResult } from 'lit';
import { iconButton } from '../../panel/view/iconButton.ts';
import type { KeyDescription } from '../state/keys.ts';

/** The keys of a panel, as a list beside the answers rather than over them. */
export function keyboardHelp(descriptions: readonly KeyDescription[], hide: () => void): TemplateResult {
  return html`<section class="help" aria-label="Keys">
    <dl>
      ${descriptions.map(
        ({ keys, does }) => html`<div>
          <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
          <dd>${does}</dd>
        </div>`,
      )}
    </dl>
    ${iconButton({ icon: 'close', label: 'Hide Keys', onClick: hide })}
  </section>`;
}
