import { inOneLine } from './inOneLine.ts';

/**
 * A table of text columns; all but the first are right-aligned, so that figures stand under each other. Widths are UTF-16 units: signs
 * that a terminal shows wider, such as Chinese ones, shift their column.
 */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows].map((row) => row.map(inOneLine));
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
}
