/** The place of a cursor in YAML, found line by line so that it works while a line is half written. */
export interface YamlCursor {
  /** The keys around the cursor's line, outermost first. */
  readonly parents: readonly string[];
  /** The line up to the cursor, without indentation and list dashes. */
  readonly before: string;
  /** The whole line, without indentation and list dashes. */
  readonly line: string;
  /** The offset at which `before` and `line` start. */
  readonly start: number;
  /** True when a list dash stands before it on its line. */
  readonly isItem: boolean;
  /** The other keys of the map that it stands in. */
  readonly siblings: readonly string[];
}

const lineBreak = /\r\n|\r|\n/;

interface YamlLine {
  /** The column of the key or item. */
  readonly column: number;
  readonly key: string | undefined;
}

/** Finds the cursor's place; `from` is the offset at which the YAML starts in the text. */
export function yamlCursorAt(text: string, offset: number, from = 0): YamlCursor {
  const lineStart = Math.max(from, lastBreak(text, offset) + 1);
  const rest = text.slice(lineStart).split(/[\r\n]/, 1)[0] ?? '';
  const column = indentOf(rest);
  const start = lineStart + column;
  const above = text.slice(from, lineStart).split(lineBreak);
  const isItem = rest.slice(0, column).includes('-');
  return {
    parents: parentsOf(above, column),
    isItem,
    siblings: [
      // Above an item's first line stands another item, whose keys are no siblings.
      ...(isItem ? [] : keysFrom(above.toReversed(), column, 'up')),
      ...keysFrom(
        text
          .slice(lineStart + rest.length)
          .split(lineBreak)
          .slice(1),
        column,
        'down',
      ),
    ],
    before: text.slice(start, Math.max(start, offset)),
    line: rest.slice(column),
    start,
  };
}

function lastBreak(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1));
}

/** Columns before the key: spaces and list dashes alike. */
function indentOf(line: string): number {
  return /^(?:[ \t]*-(?=[ \t]))*[ \t]*/.exec(line)?.[0].length ?? 0;
}

function parentsOf(lines: readonly string[], column: number): readonly string[] {
  const parents: string[] = [];
  let within = column;
  for (const line of lines.toReversed()) {
    const found = readLine(line);
    if (!found || found.column >= within) continue;
    within = found.column;
    if (found.key !== undefined) parents.unshift(found.key);
  }
  return parents;
}

/** The keys in one column, up to the end of the map that they belong to. */
function keysFrom(lines: readonly string[], column: number, direction: 'up' | 'down'): readonly string[] {
  const keys: string[] = [];
  for (const line of lines) {
    const found = readLine(line);
    if (!found || found.column > column) continue;
    const startsItem = found.column === column && line.slice(0, column).includes('-');
    if (found.column < column || (startsItem && direction === 'down')) break;
    if (found.key !== undefined) keys.push(found.key);
    if (startsItem) break;
  }
  return keys;
}

function readLine(line: string): YamlLine | undefined {
  if (/^\s*(?:#|$)/.test(line)) return undefined;
  const column = indentOf(line);
  const key = /^(["']?)([^\s"':#][^"':#]*?)\1\s*:(?:\s|$)/.exec(line.slice(column))?.[2];
  return { column, key };
}
