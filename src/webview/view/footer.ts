import { html, nothing, type TemplateResult } from 'lit';
import { formatCellCost } from '../../core/run/formatCellCost.ts';
import type { CellState } from '../../core/run/state.ts';
import { formatLikeness } from '../../core/text/formatPercent.ts';
import type { AnswerContext } from '../answerContext.ts';
import { baseFor, type Column, isRunning } from '../columns.ts';
import { timeFigures, tokenFigures } from '../figures.ts';

/** Time, tokens and money of one answer. Its room is there from the start, so that nothing jumps when the figures come. */
export function footer(context: AnswerContext, column: Column): TemplateResult {
  const { cell } = column;
  const hasEnded = cell !== undefined && !isRunning(cell) && cell.timing !== undefined;
  return html`<footer class="figures">
    ${
      hasEnded
        ? html`${figureLine(timeFigures(cell))}
            ${isUncharged(cell) ? nothing : figureLine(tokenFigures(cell.usage))}
            <div class="figures-last">
              <span>${isUncharged(cell) ? nothing : formatCellCost(cell)}</span>${likeness(context, column)}
            </div>`
        : nothing
    }
  </footer>`;
}

/** Figures on one line; in a narrow column the last one stands below, but none is broken apart. */
function figureLine(figures: readonly string[]): TemplateResult {
  return html`<div>${figures.map((figure, index) => html`${index === 0 ? '' : ' · '}<span class="figure">${figure}</span>`)}</div>`;
}

/** A call that failed without a word about usage was most likely not charged: "unknown" would alarm for nothing. */
function isUncharged({ status, usage, cost }: CellState): boolean {
  return status === 'failed' && !usage && !cost;
}

function likeness({ columns, comparison }: AnswerContext, column: Column): TemplateResult | typeof nothing {
  const base = baseFor(columns, column);
  // Two versions of a prompt differ by intent: of several pairs none is the odd one out.
  const isPaired = columns.some(({ comparedWith }) => comparedWith !== undefined);
  const isOdd = !isPaired && comparison.oddOneOut(columns)?.target === column.target;
  const similarity = base && comparison.similarity(base, column);
  return html`<span class="likeness"
    >${isOdd ? html`<span class="badge" title="Least like all the others">odd one out</span>` : nothing}${
      similarity === undefined
        ? nothing
        : html`<span title=${`Share of the text in common with ${base?.label}`}>${formatLikeness(similarity)} like base</span>`
    }</span
  >`;
}
