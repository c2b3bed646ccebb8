import type { JsonValue } from '../json.ts';
import { exactNumberNote, readExactJson } from '../text/exactNumbers.ts';
import { scanJson } from '../text/jsonScan.ts';
import type { Problem } from '../text/problem.ts';
import { repeatedKey } from './repeatedKey.ts';
import type { Located } from './sourceNode.ts';

export interface JsonLines {
  readonly rows: readonly Located<JsonValue>[];
  readonly problems: readonly Problem[];
}

/** Reads one JSON value per line. Blank lines are passed over; a line that is not JSON is a problem and no row. */
export function readJsonLines(text: string): JsonLines {
  const rows: Located<JsonValue>[] = [];
  const problems: Problem[] = [];
  for (const line of jsonLines(text)) {
    if ('value' in line) rows.push(line);
    else problems.push(line);
  }
  return { rows, problems };
}

/** Yields the rows and problems of a text one by one, so that the reader of a large file can rest in between. */
export function* jsonLines(text: string): Generator<Located<JsonValue> | Problem> {
  let hasNote = false;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    const line = text.slice(start, next).trimEnd();
    const range = { start, end: start + line.length };
    if (line.trim() !== '') {
      const parsed = parseLine(line);
      const twice = 'value' in parsed ? repeatedKey(line) : undefined;
      if (twice !== undefined) {
        const message = `"${twice}" stands twice in one map of this line, and only the last one is read: keep one of them.`;
        yield { severity: 'error', code: 'duplicate-key', message, range };
      }
      if ('value' in parsed && parsed.keptDigits && !hasNote) {
        hasNote = true;
        yield { severity: 'warning', code: 'exact-number', message: exactNumberNote, range };
      }
      if ('value' in parsed) yield { value: parsed.value, range };
      else yield { severity: 'error', code: 'invalid-json', message: parsed.message, range };
    }
    start = next;
  }
}

/** The deepest nesting that is read. Nobody writes deeper by hand, and a slip or an attack would overflow the stack of the reader. */
const deepest = 500;

/** The fault that keeps a whole file from being JSON, at the place where reading ends; undefined when there is none. */
export function jsonFault(text: string): Problem | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const at = Math.min(Number(/position (\d+)/.exec(said)?.[1] ?? faultIn(text)), Math.max(0, text.length - 1));
    const message = 'This file is not valid JSON from here on: correct it, or name it .yaml.';
    return { severity: 'error', code: 'invalid-json', message, range: { start: at, end: at + 1 } };
  }
}

/** The place of a token that may not stand there, of which the engine names the token alone. */
function faultIn(text: string): number {
  const { reached } = scanJson(text, 0);
  return reached + text.slice(reached).search(/\S|$/);
}

/** True when more brackets are open at once than anybody means. */
function isTooDeep(line: string): boolean {
  if (line.length < deepest) return false;
  let open = 0;
  let inText = false;
  for (let index = 0; index < line.length; index++) {
    const sign = line[index];
    if (sign === '\\' && inText) index++;
    else if (sign === '"') inText = !inText;
    else if (!inText && (sign === '[' || sign === '{')) {
      if (++open > deepest) return true;
    } else if (!inText && (sign === ']' || sign === '}')) open--;
  }
  return false;
}

function parseLine(line: string): ReturnType<typeof readExactJson> | { readonly message: string } {
  if (isTooDeep(line)) return { message: `This line nests more than ${deepest} levels deep: it cannot be read.` };
  try {
    return readExactJson(line);
  } catch {
    const advice = /,\s*$/.test(line) ? ' Take away the comma at its end.' : ' Write one JSON value on each line.';
    return { message: `This line is not valid JSON.${advice}` };
  }
}
