import { html, type TemplateResult } from 'lit';
import { visiblePieces } from '../../../core/text/hiddenCharacters.ts';

/** Foreign text for a place in a view: set as text, with characters that would not show made visible. */
export function marked(text: string): TemplateResult {
  return html`<bdi
    >${visiblePieces(text).map((piece) =>
      piece.kind === 'plain' ? piece.text : html`<span class="chip" title=${piece.name}>${piece.code}</span>`,
    )}</bdi
  >`;
}
