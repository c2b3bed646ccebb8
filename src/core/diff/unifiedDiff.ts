import { diffTexts } from './diffTexts.ts';
import { lines } from './wordTokens.ts';

/** Lines around a change. */
const context = 3;

interface Line {
  readonly mark: ' ' | '-' | '+';
  /** With its end. */
  readonly text: string;
  /** The number of the line in the older and in the newer text, from 1; of the next one where the text does not have it. */
  readonly older: number;
  readonly newer: number;
}

/**
 * The edit that makes one text of another as a unified diff, which `git apply` and `patch -p1` take; empty where the texts are the same.
 * `file` is the path from the folder, with `/`.
 */
export function unifiedDiff(file: string, older: string, newer: string): string {
  const marked = markedLines(older, newer);
  const hunks = hunksOf(marked).map(([from, to]) => hunkText(marked.slice(from, to)));
  return hunks.length === 0 ? '' : `--- a/${file}\n+++ b/${file}\n${hunks.join('')}`;
}

function markedLines(older: string, newer: string): readonly Line[] {
  const marks = { equal: ' ', removed: '-', added: '+' } as const;
  const [at, all]: [{ older: number; newer: number }, Line[]] = [{ older: 1, newer: 1 }, []];
  for (const { kind, text } of diffTexts(older, newer, { mode: 'lines' }).parts)
    for (const line of lines(text)) {
      all.push({ mark: marks[kind], text: line, ...at });
      if (kind !== 'added') at.older++;
      if (kind !== 'removed') at.newer++;
    }
  return all;
}

/** The first line and the line behind the last of each hunk: changes with the lines around them, joined where these touch. */
function hunksOf(marked: readonly Line[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [index, { mark }] of marked.entries()) {
    if (mark === ' ') continue;
    const last = hunks.at(-1);
    const end = Math.min(marked.length, index + 1 + context);
    if (last && index - context <= last[1]) last[1] = end;
    else hunks.push([Math.max(0, index - context), end]);
  }
  return hunks;
}

function hunkText(own: readonly Line[]): string {
  const [first] = own;
  const olderCount = own.filter(({ mark }) => mark !== '+').length;
  const newerCount = own.filter(({ mark }) => mark !== '-').length;
  const from = spanText((first?.older ?? 1) - (olderCount === 0 ? 1 : 0), olderCount);
  const to = spanText((first?.newer ?? 1) - (newerCount === 0 ? 1 : 0), newerCount);
  return `@@ -${from} +${to} @@\n${own.map(lineText).join('')}`;
}

function spanText(start: number, count: number): string {
  return `${start},${count}`;
}

function lineText({ mark, text }: Line): string {
  return text.endsWith('\n') ? `${mark}${text}` : `${mark}${text}\n\\ No newline at end of file\n`;
}
