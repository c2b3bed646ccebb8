import { html, nothing, type TemplateResult } from 'lit';
import { formatCellCost } from '../../../core/results/formatCellCost.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import { formatLikeness } from '../../../core/text/formatPercent.ts';
import type { AnswerContext } from '../answerContext.ts';
import { baseFor, type Column, isRunning } from '../column.ts';
import { timeFigures, tokenFigures } from '../figures.ts';

/**
 * Time, tokens and cost of one answer: each figure on a line of its own, or two beside each other where there is room. No line ever wraps,
 * and the room for all is there from the start, so that nothing jumps when the figures come, whatever the font.
 */
export function footer(context: AnswerContext, column: Column): TemplateResult {
  const { cell } = column;
  const hasEnded = cell !== undefined && !isRunning(cell) && cell.timing !== undefined;
  const all = hasEnded && !isUncharged(cell) ? [...timeFigures(cell), ...tokenFigures(cell.usage)].join(' · ') : '';
  return html`<footer class="figures" title=${all}><div class="figure-lines">
    ${
      hasEnded
        ? html`${figurePair(timeFigures(cell))}
            ${figurePair(isUncharged(cell) ? [] : tokenFigures(cell.usage))}
            <div class="figures-last">
              ${figureLine(isUncharged(cell) ? '' : formatCellCost(cell))}${likeness(context, column)}
            </div>`
        : nothing
    }
  </div></footer>`;
}

function figurePair([first = '', second = '']: readonly string[]): TemplateResult {
  return html`<div class="figure-pair">${figureLine(first)}${figureLine(second)}</div>`;
}

function figureLine(figure: string): TemplateResult {
  return html`<span class="figure" title=${figure}>${figure}</span>`;
}

/** A call that failed without a word about usage was most likely not charged, so "unknown" would alarm for nothing. */
function isUncharged({ status, usage, cost }: CellState): boolean {
  return status === 'failed' && !usage && !cost;
}

function likeness({ columns, comparison }: AnswerContext, column: Column): TemplateResult | typeof nothing {
  const base = baseFor(columns, column);
  // Two versions of a prompt differ on purpose, so of several pairs none is the odd one out.
  const isPaired = columns.some(({ comparedWith }) => comparedWith !== undefined);
  const isOdd = !isPaired && comparison.oddOneOut(columns)?.target === column.target;
  const similarity = base && comparison.similarity(base, column);
  return html`<span class="likeness"
    >${isOdd ? html`<span class="badge" title="Least like all the others">odd one out</span>` : nothing}${
      similarity === undefined
        ? nothing
        : html`<span class="figure" title=${`Share of the text in common with ${base?.label}, the base`}>${formatLikeness(similarity)} alike</span>`
    }</span
  >`;
}
