import { html, nothing, type TemplateResult } from 'lit';
import { formatCellCost } from '../../../core/results/formatCellCost.ts';
import { costOfCells, formatRunCost } from '../../../core/results/summary.ts';
import { timeTaken } from '../../../core/results/timeTaken.ts';
import type { CellState, CellStatus } from '../../../core/run/cellState.ts';
import { formatDuration, formatRunningTime } from '../../../core/text/formatDuration.ts';
import { answersOf, type Column, isRunning } from '../../panel/column.ts';
import { icon } from '../../panel/view/icon.ts';
import { marked } from '../../panel/view/marked.ts';
import { orderedColumns } from '../state/columns.ts';
import type { CompareContext } from '../state/compareContext.ts';

const states: Readonly<Record<CellStatus, { readonly icon: string; readonly word: string }>> = {
  queued: { icon: 'history', word: 'queued' },
  waiting: { icon: 'sync', word: 'waiting' },
  streaming: { icon: 'sync', word: 'answering' },
  retrying: { icon: 'warning', word: 'retrying' },
  done: { icon: 'check', word: 'done' },
  failed: { icon: 'error', word: 'failed' },
  cancelled: { icon: 'debug-stop', word: 'stopped' },
};

const waitsForYou = { icon: 'question', word: 'waits for you' };

/** Every model in one line: its progress, its time and its cost, even when its column is out of sight. A click goes to the column. */
export function modelChips(context: CompareContext): TemplateResult | typeof nothing {
  const columns = orderedColumns(context.state, context.preferences);
  if (columns.length < 2) return nothing;
  return html`<nav class="chips" aria-label="Models">${columns.map((column) => chip(context, columns, column))}</nav>`;
}

function chip(context: CompareContext, all: readonly Column[], column: Column): TemplateResult {
  const { target, label } = column;
  const cell = mostUrgent(column);
  const { icon: name, word } = cell?.awaits ? waitsForYou : states[cell?.status ?? 'queued'];
  const isHidden = context.preferences.hidden.includes(target);
  const click = ({ altKey }: MouseEvent) => (altKey ? showAlone(context, all, target) : context.goTo(target));
  return html`<button
    type="button"
    class="chip-button ${isHidden ? 'hidden-column' : ''}"
    title="${label}: go to its answer. Alt+click shows it alone, or all again."
    @click=${click}
  >
    <span class="chip-state ${cell?.status ?? 'queued'}">${icon(name)}</span>${cell?.awaits ? nothing : html`<span class="visually-hidden">${word}</span>`}<span class="chip-name">${marked(label)}</span>
    <span class="chip-figures">${figuresOf(column, cell, context.now)}</span>
  </button>`;
}

/** Of several answers, the one that waits for the reader, else one that is on its way, else the one that is shown. */
function mostUrgent(column: Column): CellState | undefined {
  const answers = answersOf(column);
  return answers.find(({ awaits }) => awaits) ?? answers.find(isRunning) ?? column.cell;
}

function figuresOf({ repeats }: Column, cell: CellState | undefined, now: number): string {
  if (!cell || cell.status === 'queued') return '';
  if (cell.awaits) return waitsForYou.word;
  if (isRunning(cell)) return formatRunningTime(now - (cell.firstStartedAt ?? cell.startedAt ?? now));
  if (repeats) return formatRunCost(costOfCells(repeats));
  const time = timeTaken(cell);
  return [
    ...(time === undefined ? [] : [formatDuration(time)]),
    ...(cell.status === 'done' ? [formatCellCost(cell)] : [states[cell.status].word]),
  ].join(' · ');
}

/** Hides all other columns, or shows them again where this one is alone already. */
export function showAlone(
  { preferences, prefer }: Pick<CompareContext, 'preferences' | 'prefer'>,
  all: readonly Pick<Column, 'target'>[],
  target: string,
): void {
  const others = all.map((column) => column.target).filter((other) => other !== target);
  const isAlone = others.every((other) => preferences.hidden.includes(other)) && !preferences.hidden.includes(target);
  prefer({ hidden: isAlone ? [] : others });
}
