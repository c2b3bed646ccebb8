import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import type { CompareContext } from '../state/compareContext.ts';

/** The case that the inputs are from, with the ways to another one; nothing where no suite asks the prompt. */
export function caseChoice({ state, post }: CompareContext): TemplateResult | typeof nothing {
  const { rows = 0, row } = state.setup ?? {};
  if (rows === 0) return nothing;
  const of = formatCount(rows);
  const title = row
    ? `${row.suite}${row.description === undefined ? '' : `: ${row.description}`}`
    : 'Choose a case: its checks look at the answers (c)';
  return html`<div class="case-choice" role="group" aria-label="Case">
    <button type="button" class="action text" title=${title} @click=${() => post({ type: 'choose-row' })}>
      ${icon('beaker')}${row ? `Case ${formatCount(row.number)} of ${of}` : `Cases (${of})`}
    </button>
    ${
      row
        ? html`${iconButton({ icon: 'chevron-left', label: 'Previous Case (k)', onClick: () => post({ type: 'previous-row' }) })}
          ${iconButton({ icon: 'chevron-right', label: 'Next Case (j)', onClick: () => post({ type: 'next-row' }) })}
          ${iconButton({ icon: 'close', label: 'Leave the Case', onClick: () => post({ type: 'leave-row' }) })}`
        : nothing
    }
  </div>`;
}
