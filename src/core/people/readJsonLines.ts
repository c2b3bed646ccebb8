/** The lines of a file, each once, and the numbers of lines that cannot be read, from 1. */
export interface ReadLines<Line> {
  readonly lines: readonly Line[];
  readonly broken: readonly number[];
}

/**
 * Reads a file to which lines of JSON are only added. Blank lines mean nothing, and a line that comes twice, after a merge, counts once. A
 * line for which `read` gives `other` is left to those who know its kind.
 */
export function readJsonLines<Line extends { readonly id: string }>(
  text: string,
  read: (written: unknown) => Line | 'other' | undefined,
): ReadLines<Line> {
  const lines = new Map<string, Line>();
  const broken: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const found = read(parsed(line));
    if (found === 'other') continue;
    if (found) lines.set(found.id, lines.get(found.id) ?? found);
    else broken.push(index + 1);
  }
  return { lines: [...lines.values()], broken };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
