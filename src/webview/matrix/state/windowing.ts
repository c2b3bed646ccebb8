/** Pixels; every line of the grid is as high as this, which is what makes ten thousand of them cheap. */
export const lineHeight = 26;
/** Lines that are drawn beyond what is in sight, so that scrolling shows no gap. */
const margin = 6;

export interface GridLayout {
  readonly count: number;
  /** Line below which the detail stands; undefined when none is open. */
  readonly openLine: number | undefined;
  /** Pixels. */
  readonly detailHeight: number;
}

export interface LineRange {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

export function totalHeight({ count, openLine, detailHeight }: GridLayout): number {
  return count * lineHeight + (openLine === undefined ? 0 : detailHeight);
}

/** Where a line begins, in pixels from the first. */
export function topOfLine(line: number, { openLine, detailHeight }: GridLayout): number {
  return line * lineHeight + (openLine !== undefined && line > openLine ? detailHeight : 0);
}

/** The lines to draw when this much of the grid is in sight. */
export function linesInSight(layout: GridLayout, top: number, height: number): LineRange {
  const first = Math.max(0, lineAt(layout, top) - margin);
  const end = Math.min(layout.count, lineAt(layout, top + height) + 1 + margin);
  return { first, end: Math.max(first, end) };
}

/** How far to scroll so that a line is in sight, with as little movement as possible; undefined when it is. */
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
