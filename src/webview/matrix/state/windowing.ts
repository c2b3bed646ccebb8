/** Height of every line of the grid in pixels. Because all lines are equally high, ten thousand of them cost little. */
export const lineHeight = 26;
/** How many lines are drawn beyond what is in sight, so that scrolling shows no gap. */
const margin = 6;

export interface GridLayout {
  readonly count: number;
  /** The line below which the detail is shown; undefined when none is open. */
  readonly openLine: number | undefined;
  /** Height in pixels. */
  readonly detailHeight: number;
}

export interface LineRange {
  readonly first: number;
  /** The number after the last line. */
  readonly end: number;
}

export function totalHeight({ count, openLine, detailHeight }: GridLayout): number {
  return count * lineHeight + (openLine === undefined ? 0 : detailHeight);
}

/** The top of a line in pixels from the first line. */
export function topOfLine(line: number, { openLine, detailHeight }: GridLayout): number {
  return line * lineHeight + (openLine !== undefined && line > openLine ? detailHeight : 0);
}

/** The lines to draw when this part of the grid is in sight. */
export function linesInSight(layout: GridLayout, top: number, height: number): LineRange {
  const first = Math.max(0, lineAt(layout, top) - margin);
  const end = Math.min(layout.count, lineAt(layout, top + height) + 1 + margin);
  return { first, end: Math.max(first, end) };
}

/** The scroll position that brings a line into sight with as little movement as possible; undefined when it is in sight. */
export function scrollTo(top: number, bottom: number, sight: { readonly top: number; readonly height: number }) {
  if (top < sight.top) return top;
  if (bottom > sight.top + sight.height) return Math.min(top, bottom - sight.height);
  return undefined;
}

function lineAt({ openLine, detailHeight }: GridLayout, offset: number): number {
  const detailTop = openLine === undefined ? Number.POSITIVE_INFINITY : (openLine + 1) * lineHeight;
  if (offset < detailTop) return Math.floor(offset / lineHeight);
  return Math.max(openLine ?? 0, Math.floor((offset - detailHeight) / lineHeight));
}
