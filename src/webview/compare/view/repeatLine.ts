import { html, nothing, type TemplateResult } from 'lit';
import type { CellState } from '../../../core/run/cellState.ts';
import { type Column, isRunning } from '../../panel/column.ts';
import { icon } from '../../panel/view/icon.ts';
import { markOf } from '../state/checked.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { showRepeat } from '../state/keys.ts';
import { stabilityOf, stabilityText } from '../state/stability.ts';

/** The answers of a column that was asked several times, to choose from, and what is stable among them. */
export function repeatLine(context: CompareContext, column: Column): TemplateResult | typeof nothing {
  const { repeats } = column;
  const stability = stabilityOf(column);
  if (!repeats || !stability) return nothing;
  const text = stabilityText(stability);
  return html`<div class="repeats">
    <div class="choice" role="radiogroup" aria-label="Answer of ${column.label}">
      ${repeats.map((cell) => option(context, column, cell))}
    </div>
    <span class="stability" title=${text}>${text}</span>
  </div>`;
}

function option(context: CompareContext, column: Column, cell: CellState): TemplateResult {
  const { repeat } = cell;
  const state = stateOf(cell);
  return html`<label class="choice-option">
    <input
      type="radio"
      name="repeat-${column.target}"
      class="visually-hidden"
      .checked=${column.cell?.repeat === repeat}
      @change=${() => showRepeat(context, column, repeat)}
    /><span>${state ? html`<span class="repeat-mark ${state.word}">${icon(state.icon)}</span><span class="visually-hidden">${state.word}, </span>` : nothing}${repeat + 1}</span>
  </label>`;
}

/** What an answer is marked with; nothing where it came and was not checked. */
function stateOf(cell: CellState): { readonly icon: string; readonly word: string } | undefined {
  const mark = markOf(cell);
  if (mark === 'pass') return { icon: 'pass', word: 'pass' };
  if (mark === 'fail' || cell.status === 'failed') return { icon: 'error', word: mark ?? 'failed' };
  if (mark) return { icon: 'question', word: mark };
  if (cell.awaits) return { icon: 'question', word: 'waits for you' };
  if (isRunning(cell)) return { icon: 'sync', word: 'answering' };
  return cell.status === 'cancelled' ? { icon: 'debug-stop', word: 'stopped' } : undefined;
}
