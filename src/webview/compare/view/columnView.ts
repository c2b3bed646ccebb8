import { html, nothing, type TemplateResult } from 'lit';
import type { CellState } from '../../../core/run/cellState.ts';
import { servedOf } from '../../../core/run/servedModel.ts';
import { answersOf, type Column, isBusy, isRunning } from '../../panel/column.ts';
import { answerBody } from '../../panel/view/answerView.ts';
import { failedChecks, passedChecks } from '../../panel/view/checkList.ts';
import { footer } from '../../panel/view/footer.ts';
import { icon } from '../../panel/view/icon.ts';
import { iconButton } from '../../panel/view/iconButton.ts';
import { marked } from '../../panel/view/marked.ts';
import { routeLine } from '../../panel/view/routeLine.ts';
import { labelsFor, markOf } from '../state/checked.ts';
import { moved } from '../state/columns.ts';
import type { CompareContext } from '../state/compareContext.ts';
import { caseVerdictLine } from './caseVerdictLine.ts';
import { columnMenu } from './columnMenu.ts';
import { repeatLine } from './repeatLine.ts';
import { resultForm } from './resultForm.ts';

/** Width in pixels below which nothing can be read. */
const narrowestColumn = 150;
const dragType = 'application/x-polyprompt-column';

/** The widths of the columns: as the reader has set them, while the others share the rest. None is narrower than can be read. */
export function columnTracks({ columns, preferences }: CompareContext): string {
  const tracks = columns.map(({ target }) => {
    const width = preferences.widths[target];
    return width === undefined ? 'minmax(var(--narrowest-column), 1fr)' : `${width}px`;
  });
  return `grid-template-columns: ${tracks.join(' ')}`;
}

/** One model's column. Header and footer stay in place, and the body scrolls. */
export function columnView(context: CompareContext, column: Column): TemplateResult {
  const { target, label, cell } = column;
  return html`<section
    class="column"
    data-target=${target}
    aria-label=${label}
    @dragover=${allowDrop}
    @drop=${(event: DragEvent) => drop(event, context, column)}
  >
    ${header(context, column)}
    <div class="progress">
      ${answersOf(column).some((answer) => isRunning(answer) && !answer.awaits) ? html`<vscode-progress-bar indeterminate aria-label="${label} is answering"></vscode-progress-bar>` : nothing}
    </div>
    <div class="body" tabindex="0" role="region" aria-label="${label}: answer">
      ${cell ? checkedAnswer(context, column, cell) : nothing} ${resultForm(context, column)}
    </div>
    ${caseVerdictLine(context, column)} ${footer(context, column)} ${resizer(context, column)}
  </section>`;
}

/** The answer, below the checks that it fails and above those that it passed. */
function checkedAnswer(context: CompareContext, column: Column, cell: CellState): TemplateResult {
  const checks = { labels: labelsFor(context.state, cell) };
  return html`${failedChecks(checks, cell)} ${answerBody(context, column, cell)} ${passedChecks(checks, cell)}`;
}

/** What came of the answer, as the matrix marks it. */
function mark({ cell }: Column): TemplateResult | typeof nothing {
  const outcome = markOf(cell);
  if (!outcome) return nothing;
  return html`<span class="mark ${outcome}" title=${cell?.verdict?.reason ?? ''}><span class="mark-icon">${icon(outcome === 'pass' ? 'pass' : outcome === 'fail' ? 'error' : 'question')}</span>${outcome}</span>`;
}

function header(context: CompareContext, column: Column): TemplateResult {
  const { target, cell } = column;
  return html`<header
    class="column-header"
    draggable="true"
    @dragstart=${(event: DragEvent) => event.dataTransfer?.setData(dragType, target)}
  >
    <div class="column-title">
      <h2 title=${column.model}>${marked(column.kind?.name ?? column.label)}</h2>
      ${column.kind?.words.map((word) => html`<span class="badge" title="What sets this column apart from others of its model">${marked(word)}</span>`)}
      ${cell?.variant === undefined ? nothing : html`<span class="badge" title="The variant of the prompt for this model">${marked(cell.variant)}</span>`}
      ${column.isBase && context.columns.length > 1 ? html`<span class="badge" title="The others are compared with this one">base</span>` : nothing}
      <span class="spring"></span>${mark(column)}
    </div>
    <div class="column-subtitle">
      <span class="provider">${marked(column.provider)}${column.isSimulated ? ', not a real model' : ''}${servedBy(column)}</span>
      <span class="spring"></span>
      ${cell ? rerunOrStop(context, column) : nothing} ${columnMenu(context, column)}
    </div>
    ${repeatLine(context, column)} ${routeLine(column.model, cell)}
  </header>`;
}

function rerunOrStop({ post }: CompareContext, column: Column): TemplateResult {
  const { target, label } = column;
  return isBusy(column)
    ? iconButton({ icon: 'debug-stop', label: `Stop ${label}`, onClick: () => post({ type: 'stop-target', target }) })
    : iconButton({ icon: 'refresh', label: `Rerun ${label}`, onClick: () => post({ type: 'rerun-target', target }) });
}

/** A dated name of the same model is only mentioned here; another model gets a notice above the answer. */
function servedBy(column: Column): TemplateResult | typeof nothing {
  const served = servedOf(column.cell?.routed ? undefined : column.cell, column.model);
  return served?.isSame ? html`, <span title=${served.name}>served by ${marked(served.name)}</span>` : nothing;
}

function resizer(context: CompareContext, column: Column): TemplateResult {
  const width = context.preferences.widths[column.target];
  return html`<div
    class="resizer"
    role="separator"
    aria-orientation="vertical"
    aria-label="Width of ${column.label}"
    aria-valuemin=${narrowestColumn}
    aria-valuemax="4000"
    aria-valuenow=${width ?? narrowestColumn}
    aria-valuetext=${width === undefined ? 'automatic' : `${width} pixels`}
    tabindex="0"
    @pointerdown=${(event: PointerEvent) => dragWidth(event, context, column.target)}
    @keydown=${(event: KeyboardEvent) => stepWidth(event, context, column.target)}
    @dblclick=${() => setWidth(context, column.target, undefined)}
  ></div>`;
}

function dragWidth(event: PointerEvent, context: CompareContext, target: string): void {
  const handle = event.currentTarget;
  if (!(handle instanceof HTMLElement) || !handle.parentElement) return;
  event.preventDefault();
  const start = event.clientX;
  const before = handle.parentElement.offsetWidth;
  handle.setPointerCapture(event.pointerId);
  const move = (moveEvent: PointerEvent) => setWidth(context, target, before + moveEvent.clientX - start);
  handle.addEventListener('pointermove', move);
  handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
}

function stepWidth(event: KeyboardEvent, context: CompareContext, target: string): void {
  const handle = event.currentTarget;
  if (!(handle instanceof HTMLElement) || !handle.parentElement) return;
  const step = event.key === 'ArrowLeft' ? -16 : event.key === 'ArrowRight' ? 16 : undefined;
  if (step === undefined && event.key !== 'Home') return;
  event.preventDefault();
  event.stopPropagation();
  setWidth(context, target, step === undefined ? undefined : handle.parentElement.offsetWidth + step);
}

function setWidth({ preferences, prefer }: CompareContext, target: string, width: number | undefined): void {
  const { [target]: _before, ...widths } = preferences.widths;
  prefer({
    widths: width === undefined ? widths : { ...widths, [target]: Math.max(narrowestColumn, Math.round(width)) },
  });
}

function allowDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes(dragType)) event.preventDefault();
}

function drop(event: DragEvent, { columns, prefer }: CompareContext, column: Column): void {
  const dragged = event.dataTransfer?.getData(dragType) ?? '';
  if (dragged === column.target || !columns.some((other) => other.target === dragged)) return;
  event.preventDefault();
  prefer({ order: moved(columns, dragged, { before: column.target }) });
}
