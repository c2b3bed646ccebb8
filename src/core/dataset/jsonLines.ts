import type { JsonValue } from '../json.ts';
import type { Problem } from '../text/problem.ts';
import type { Located } from './sourceNode.ts';

export interface JsonLines {
  readonly rows: readonly Located<JsonValue>[];
  readonly problems: readonly Problem[];
}

/** One JSON value per line. Blank lines are passed over; a line that is not JSON is a problem and no row. */
export function readJsonLines(text: string): JsonLines {
  const rows: Located<JsonValue>[] = [];
  const problems: Problem[] = [];
  for (const line of jsonLines(text)) {
    if ('value' in line) rows.push(line);
    else problems.push(line);
  }
  return { rows, problems };
}

/** The rows and problems of a text, one by one, so that a reader of a large file can rest in between. */
export function* jsonLines(text: string): Generator<Located<JsonValue> | Problem> {
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    const line = text.slice(start, next).trimEnd();
    const range = { start, end: start + line.length };
    if (line.trim() !== '') {
      const parsed = parseLine(line);
      if ('value' in parsed) yield { value: parsed.value, range };
      else yield { severity: 'error', code: 'invalid-json', message: parsed.message, range };
    }
    start = next;
  }
}

function parseLine(line: string): { readonly value: JsonValue } | { readonly message: string } {
  try {
    const value: JsonValue = JSON.parse(line);
    return { value };
  } catch {
    const advice = /,\s*$/.test(line) ? ' Take away the comma at its end.' : ' Write one JSON value on each line.';
    return { message: `This line is not valid JSON.${advice}` };
  }
}
