import { html, nothing, type TemplateResult } from 'lit';
import type { ImportPage, PieceState, RowPiece, RowView } from '../../../core/cases/page/importPage.ts';
import { marked } from '../../panel/view/marked.ts';

const said: Readonly<Record<Exclude<PieceState, 'plain'>, string>> = {
  replaced: 'stand-in of',
  kept: 'kept',
  open: 'not decided',
};

/** The rows as they would be written, with marks at what was found. Somebody has to read them. */
export function rowList({ rows, further, mode }: ImportPage): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section class="cases-section" aria-label="Rows as they would be written">
    <h3>${mode === 'import' ? 'Rows as they would be written' : 'Rows in which something was found'}</h3>
    <ol class="cases-rows">${rows.map(rowView)}</ol>
    ${further === '' ? nothing : html`<p>${further}</p>`}
  </section>`;
}

function rowView({ parts }: RowView): TemplateResult {
  return html`<li>
    <dl>
      ${parts.map(
        ({ name, pieces }) =>
          html`<div>${name === '' ? nothing : html`<dt>${marked(name)}</dt>`}<dd class="cases-text" dir="auto">${pieces.map(pieceView)}</dd></div>`,
      )}
    </dl>
  </li>`;
}

function pieceView({ text, state, kind }: RowPiece): TemplateResult {
  if (state === 'plain') return html`${marked(text)}`;
  const title = `${said[state]}: ${kind}`;
  return html`<mark class=${`cases-piece ${state}`} title=${title}>${marked(text)}<span class="visually-hidden"> (${title})</span></mark>`;
}
