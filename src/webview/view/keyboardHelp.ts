import { html, type TemplateResult } from 'lit';
import { keyDescriptions } from '../keys.ts';
import type { PanelContext } from '../panelContext.ts';
import { iconButton } from './iconButton.ts';

/** The keys of the panel, as a list beside the answers rather than over them. */
export function keyboardHelp(context: PanelContext): TemplateResult {
  return html`<section class="help" aria-label="Keys">
    <dl>
      ${keyDescriptions.map(
        ({ keys, does }) => html`<div>
          <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
          <dd>${does}</dd>
        </div>`,
      )}
    </dl>
    ${iconButton({ icon: 'close', label: 'Hide Keys', onClick: () => context.showHelp(false) })}
  </section>`;
}
