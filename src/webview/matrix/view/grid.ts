import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Change } from '../../../core/gate/change.ts';
import type { MatrixCell, MatrixRow } from '../../../core/results/matrix/matrix.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import type { GridItem } from '../state/gridItems.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { cellWords, formatRate, targetNames } from '../state/matrixFigures.ts';
import { layoutOf, linesToDraw } from '../state/sight.ts';
import { changeIn, versionColumns } from '../state/versions.ts';
import { lineHeight, topOfLine, totalHeight } from '../state/windowing.ts';
import { rowDetailView } from './rowDetail.ts';
import { totalsRow } from './totals.ts';

/** Lines of the grid before its first case, as a screen reader counts them: the names and the totals. */
const headLines = 2;

/** The grid of cases x targets. Only the lines in sight are on the page, each at its place. */
export function grid(context: MatrixContext): TemplateResult | typeof nothing {
  const { matrix } = context.state;
  if (!matrix) return nothing;
  const layout = layoutOf(context);
  const lines = linesToDraw(context);
  const height = totalHeight(layout);
  return html`<div
    class="matrix"
    role="grid"
    aria-label="Results"
    aria-rowcount=${context.items.length + headLines}
    aria-colcount=${matrix.targets.length + 1}
    aria-readonly="true"
    .style=${`--targets: ${Math.max(1, matrix.targets.length)}; --line-height: ${lineHeight}px; --sight-width: ${context.sight.width}px`}
  >
    <div class="matrix-head" role="rowgroup">${names(context)} ${totalsRow(context)}</div>
    <div class="matrix-body" role="rowgroup" .style=${context.isPrinting ? '' : `height: ${height}px`}>
      ${repeat(
        lines,
        (line) => keyOf(context.items[line], line),
        (line) => lineView(context, line, topOfLine(line, layout)),
      )}
    </div>
  </div>
  ${context.items.length === 0 ? html`<p class="nothing quiet">No case is left by this filter.</p>` : nothing}`;
}

function keyOf(item: GridItem | undefined, line: number): string {
  if (item?.kind === 'row') return item.row.caseId;
  return `group ${item?.value ?? line}`;
}

function names({ state }: MatrixContext): TemplateResult {
  return html`<div class="line names" role="row" aria-rowindex="1">
    <div class="case" role="columnheader" aria-colindex="1">Case</div>
    ${state.matrix?.targets.map((target, index) => {
      const { label, provider } = targetNames(target);
      const version = target.version === undefined ? '' : ` @ ${target.version}`;
      return html`<div class="name" role="columnheader" aria-colindex=${index + 2} title=${target.id}>
        <span class="target"><span class="target-label">${marked(label.slice(0, label.length - version.length))}</span>${version === '' ? nothing : html`<span class="version">${marked(version)}</span>`}</span>
        <span class="quiet provider">${marked(provider)}</span>
      </div>`;
    })}
  </div>`;
}

function lineView(context: MatrixContext, line: number, top: number): TemplateResult | typeof nothing {
  const item = context.items[line];
  if (!item) return nothing;
  if (item.kind === 'group') return groupLine(context, item, { line, top });
  const isOpen = item.row.caseId === context.preferences.openCase;
  return html`${caseLine(context, item.row, { line, top, isOpen })}
  ${isOpen ? rowDetailView(context, item.row, { line, top: top + lineHeight }) : nothing}`;
}

interface LinePlace {
  readonly line: number;
  /** The top in pixels. */
  readonly top: number;
}

function groupLine(
  { preferences, active }: MatrixContext,
  { value, count, rates }: Extract<GridItem, { kind: 'group' }>,
  { line, top }: LinePlace,
): TemplateResult {
  const isActive = (column: number) => active.line === line && active.column === column;
  return html`<div class="line group" role="row" aria-rowindex=${line + headLines + 1} .style=${`top: ${top}px`}>
    <div class="case" role="rowheader" aria-colindex="1" data-line=${line} data-column="0" tabindex=${isActive(0) ? 0 : -1}>
      <span class="label">${marked(value === '' ? `no ${preferences.filter.groupBy}` : value)}</span>
      <span class="quiet">${counted(count, 'case')}</span>
    </div>
    ${rates.map(
      (rate, index) =>
        html`<div class="cell" role="gridcell" aria-colindex=${index + 2} data-line=${line} data-column=${index + 1} tabindex=${isActive(index + 1) ? 0 : -1}>
          ${formatRate(rate)} <span class="quiet figure">${rate.graded === 0 ? '' : `${rate.passed} of ${rate.graded}`}</span>
        </div>`,
    )}
  </div>`;
}

function caseLine(
  { active, state, preferences }: MatrixContext,
  row: MatrixRow,
  { line, top, isOpen }: LinePlace & { readonly isOpen: boolean },
): TemplateResult {
  const { label, number, cells } = row;
  const versions = versionColumns(state.matrix?.targets ?? []);
  const tabindex = (column: number) => (active.line === line && active.column === column ? 0 : -1);
  return html`<div class="line ${isOpen ? 'open' : ''}" role="row" aria-rowindex=${line + headLines + 1} .style=${`top: ${top}px`}>
    <div class="case" role="rowheader" aria-colindex="1" aria-expanded=${`${isOpen}`} data-line=${line} data-column="0" tabindex=${tabindex(0)} title=${label}>
      <span class="number">${number}</span><span class="label">${marked(label)}</span>
    </div>
    ${cells.map((cell, index) => {
      const pair = versions.find(({ head }) => head === index);
      const change = pair && changeIn(row, pair);
      const { answersShown } = preferences;
      return gridCell(cell, { line, column: index + 1, tabindex: tabindex(index + 1), isOpen, change, answersShown });
    })}
  </div>`;
}

interface CellPlace {
  readonly line: number;
  readonly column: number;
  readonly tabindex: number;
  readonly isOpen: boolean;
  /** The effect of the prompt's change on the cell, where versions are compared. */
  readonly change: Change | undefined;
  readonly answersShown: boolean;
}

function gridCell(cell: MatrixCell | null, place: CellPlace): TemplateResult {
  const { line, column, tabindex, isOpen, change } = place;
  if (!cell)
    return html`<div class="cell none" role="gridcell" aria-colindex=${column + 1} data-line=${line} data-column=${column} tabindex=${tabindex}></div>`;
  const { icon: glyph, word, figure } = cellWords(cell, change);
  const answer = place.answersShown ? cell.answer : undefined;
  // Beside an answer, the glyph says enough of a pass, and a full score says nothing more.
  const isPlain = answer !== undefined && !cell.isFlaky && (cell.outcome === 'pass' || cell.outcome === 'fail');
  const said =
    isPlain && cell.outcome === 'pass' && cell.score === 1 && !cell.repeats && change !== 'fixed' ? '' : figure;
  return html`<div
    class="cell ${cell.outcome} ${cell.isFlaky ? 'flaky' : ''} ${change ?? ''}"
    role="gridcell"
    aria-colindex=${column + 1}
    aria-expanded=${`${isOpen}`}
    data-line=${line}
    data-column=${column}
    tabindex=${tabindex}
  >
    ${icon(glyph)}<span class=${isPlain ? 'visually-hidden' : 'word'}>${word}</span> ${said === '' ? nothing : html`<span class="figure">${marked(said)}</span>`}${
      answer === undefined ? nothing : html`<bdi class="answer">${marked(answer)}</bdi>`
    }${
      cell.servedBy === undefined
        ? nothing
        : html`<span class="changed" title="Another model answered: ${cell.servedBy}"> by ${marked(cell.servedBy)}</span>`
    }${
      cell.isChanged
        ? html`<span class="changed" title="Another result than in the run before"> changed</span>`
        : nothing
    }
  </div>`;
}
