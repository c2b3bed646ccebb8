import { diffTexts } from '../diff/diffTexts.ts';
import { printable } from '../text/printable.ts';

const mostLines = 12;
const widestLine = 400;

/** The lines of two texts with `- before` and `+ after`, cut when there are many. */
export function lineDiff(before: string, after: string): readonly string[] {
  const marks = { equal: '  ', removed: '- ', added: '+ ' } as const;
  const { parts } = diffTexts(before, after, { mode: 'lines' });
  return shortened(
    parts.flatMap(({ kind, text }) =>
      text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${marks[kind]}${line}`),
    ),
  );
}

/** The first lines, followed by one that counts the others. */
export function shortened(lines: readonly string[]): readonly string[] {
  return lines.length > mostLines
    ? [...lines.slice(0, mostLines), `  ... ${lines.length - mostLines} more lines`]
    : lines;
}

/** The lines in a Markdown fence that none of them can close. */
export function fenced(lines: readonly string[]): string {
  if (lines.length === 0) return 'The answers are the same.';
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  const shown = lines.map((line) => printable(line.length > widestLine ? `${line.slice(0, widestLine)}…` : line));
  return `${fence}diff\n${shown.join('\n')}\n${fence}`;
}
