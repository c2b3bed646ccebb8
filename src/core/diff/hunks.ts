import { diffTexts } from './diffTexts.ts';

/** Lines that one text has in place of those of another; both ends are offsets in the older text. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  /** The older lines, and those in their place; either may be empty. */
  readonly before: string;
  readonly after: string;
}

/** The places in which a newer text differs from an older one, line by line, in their order. */
export function hunksBetween(older: string, newer: string): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let offset = 0;
  let open: { start: number; before: string; after: string } | undefined;
  const close = () => {
    if (open) hunks.push({ ...open, end: open.start + open.before.length });
    open = undefined;
  };
  for (const { kind, text } of diffTexts(older, newer, { mode: 'lines' }).parts) {
    if (kind === 'equal') close();
    else {
      open ??= { start: offset, before: '', after: '' };
      if (kind === 'removed') open.before += text;
      else open.after += text;
    }
    if (kind !== 'added') offset += text.length;
  }
  close();
  return hunks;
}

/** The older text with these of its hunks. */
export function withHunks(older: string, hunks: readonly Hunk[]): string {
  let text = '';
  let from = 0;
  for (const { start, end, after } of hunks.toSorted((left, right) => left.start - right.start)) {
    text += older.slice(from, start) + after;
    from = end;
  }
  return text + older.slice(from);
}

/**
 * Hunks of one text moved to another that somebody has typed into meanwhile; undefined where the lines of a hunk, with a line on either
 * side, do not stand there exactly once.
 */
export function rebasedHunks(older: string, now: string, hunks: readonly Hunk[]): readonly Hunk[] | undefined {
  const moved = hunks.map((hunk) => rebased(older, now, hunk));
  return moved.every((hunk) => hunk !== undefined) ? moved : undefined;
}

function rebased(older: string, now: string, hunk: Hunk): Hunk | undefined {
  const lead = lineBefore(older, hunk.start);
  const tail = lineAfter(older, hunk.end);
  const context = lead + hunk.before + tail;
  const place = now.indexOf(context);
  if (place < 0 || (context !== '' && now.indexOf(context, place + 1) >= 0)) return undefined;
  const start = place + lead.length;
  return { ...hunk, start, end: start + hunk.before.length };
}

function lineBefore(text: string, offset: number): string {
  const before = text.slice(0, offset);
  return before.slice(before.lastIndexOf('\n', before.length - 2) + 1);
}

function lineAfter(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.slice(offset) : text.slice(offset, end + 1);
}
