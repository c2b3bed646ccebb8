import type { MatrixContext, Sight } from './matrixContext.ts';
import { type GridLayout, linesInSight } from './windowing.ts';

/** Least height of an open row in pixels. */
const smallestDetail = 200;
/** Greatest height of an open row in pixels; its answers scroll beyond that. */
const largestDetail = 560;
/** How many lines are printed; nobody reads more on paper. */
const mostPrinted = 2000;

/** The height of the open row: what its answers need, but so that its neighbours stay in view. */
export function detailHeight({ height, detail }: Sight): number {
  const most = Math.min(largestDetail, height * 0.75);
  return Math.round(Math.max(smallestDetail, Math.min(most, detail)));
}

/** The height in pixels that the open row would need to show all of its longest answer. */
export function neededDetail(page: HTMLElement): number | undefined {
  const head = page.querySelector<HTMLElement>('.detail-head');
  const columns = [...page.querySelectorAll<HTMLElement>('.detail .column')];
  if (!head || columns.length === 0) return undefined;
  const [first, second] = columns;
  const areStacked = first && second && first.offsetTop !== second.offsetTop;
  return areStacked ? largestDetail : head.offsetHeight + Math.max(...columns.map(neededColumn)) + 1;
}

function neededColumn(column: HTMLElement): number {
  const body = column.querySelector<HTMLElement>('.body');
  const end = body?.lastElementChild;
  if (!body || !end) return 0;
  const content = end.getBoundingClientRect().bottom - body.getBoundingClientRect().top + body.scrollTop + 8;
  return column.offsetHeight - body.offsetHeight + content;
}

export function openLine({ items, preferences }: Pick<MatrixContext, 'items' | 'preferences'>): number | undefined {
  if (preferences.openCase === '') return undefined;
  const line = items.findIndex((item) => item.kind === 'row' && item.row.caseId === preferences.openCase);
  return line < 0 ? undefined : line;
}

export function layoutOf(context: Pick<MatrixContext, 'items' | 'preferences' | 'sight'>): GridLayout {
  return {
    count: context.items.length,
    openLine: openLine(context),
    detailHeight: detailHeight(context.sight),
  };
}

/** The lines in sight, and the one that has the focus wherever it is, because scrolling it out of the page would lose the focus. */
export function linesToDraw(context: MatrixContext): number[] {
  const { sight, active, items, isPrinting } = context;
  if (isPrinting) return Array.from({ length: Math.min(items.length, mostPrinted) }, (_, line) => line);
  const { first, end } = linesInSight(layoutOf(context), sight.top, sight.height);
  const lines = Array.from({ length: end - first }, (_, index) => first + index);
  if (active.line >= end && active.line < items.length) return [...lines, active.line];
  return active.line < first ? [active.line, ...lines] : lines;
}
