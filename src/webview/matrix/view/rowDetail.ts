import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { MatrixRow } from '../../../core/results/matrix/matrix.ts';
import type { AnswerContext } from '../../panel/answerContext.ts';
import { diffChoice } from '../../panel/view/diffChoice.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { viewToggle } from '../../panel/view/viewToggle.ts';
import { detailColumns } from '../state/detailColumns.ts';
import type { MatrixContext } from '../state/matrixContext.ts';
import { detailHeight } from '../state/sight.ts';
import { detailColumn } from './detailColumn.ts';

/** The open row: what the case puts in, then the answers side by side. */
export function rowDetailView(
  context: MatrixContext,
  row: MatrixRow,
  { line, top }: { readonly line: number; readonly top: number },
): TemplateResult {
  const isHere = context.state.row?.caseId === row.caseId;
  return html`<div class="detail-line" role="row" .style=${context.isPrinting ? '' : `top: ${top}px; height: ${detailHeight(context.sight)}px`}>
    <div class="detail-cell" role="gridcell" aria-colspan=${row.cells.length + 1}>
      <section class="detail" aria-label="Answers to case ${row.number}" data-detail-of=${line}>
        ${isHere ? detail(context, row) : html`<p class="quiet loading">Reading the answers</p>`}
      </section>
    </div>
  </div>`;
}

function detail(context: MatrixContext, row: MatrixRow): TemplateResult {
  const columns = detailColumns(context);
  const answers = answerContext(context, columns);
  return html`<header class="detail-head">
      ${variables(context)}
      <div class="toolbar-group end">
        ${columns.length > 1 ? diffChoice(answers) : nothing}
        ${viewToggle(answers)}
        ${caseActions(context, row)}
        ${iconButton({ icon: 'close', label: 'Close Row (Escape)', onClick: () => context.openRow(undefined) })}
      </div>
    </header>
    <div class="columns">
      ${repeat(
        columns,
        ({ target }) => target,
        (column) => detailColumn({ context, answers, row, column }),
      )}
    </div>`;
}

function caseActions({ state, post }: MatrixContext, { caseId }: MatrixRow): TemplateResult | typeof nothing {
  if (state.setup?.isReport || !state.row?.isInSuite) return nothing;
  return html`${iconButton({ icon: 'go-to-file', label: 'Open Case in Editor', onClick: () => post({ type: 'show-case', caseId }) })}
  ${iconButton({ icon: 'refresh', label: 'Rerun Case on All Models', onClick: () => post({ type: 'rerun-case', caseId }) })}`;
}

function variables({ state }: MatrixContext): TemplateResult {
  return html`<dl class="variables" tabindex="0" aria-label="Variables">
    ${state.row?.vars.map(({ name, value }) => html`<div><dt>${marked(name)}</dt><dd>${marked(value)}</dd></div>`)}
  </dl>`;
}

/** The data that the views of answers need, as far as a row of the matrix has it. */
function answerContext(context: MatrixContext, columns: ReturnType<typeof detailColumns>): AnswerContext {
  const { preferences, comparison, now, state, post, prefer } = context;
  return {
    preferences,
    columns,
    comparison,
    now,
    isRunning: state.matrix?.run.status === 'running',
    canStopOne: false,
    canViewRequests: state.setup?.isReport !== true,
    canKeepResults: false,
    prefer,
    post: (intent) => {
      const caseId = state.row?.caseId;
      const repeat = columns.find(({ target }) => 'target' in intent && target === intent.target)?.cell?.repeat ?? 0;
      if (intent.type === 'open-link') post(intent);
      else if (intent.type === 'view-request' && caseId !== undefined) post({ ...intent, caseId, repeat });
      else if (intent.type === 'error-action' && intent.action !== 'retry')
        post({ type: 'error-action', action: intent.action });
      else if ((intent.type === 'rerun-target' || intent.type === 'error-action') && caseId !== undefined)
        post({ type: 'rerun-cell', caseId, target: intent.target ?? '', repeat });
    },
  };
}
