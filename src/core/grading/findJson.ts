import { isJsonObject, type JsonValue } from '../json.ts';

/** Starts tried in one text, so that a text full of braces costs no more than its length a few times over. */
const mostStarts = 2000;
const mostCharacters = 20_000_000;

type Parser = (text: string) => JsonValue;

/** The JSON objects that stand somewhere in a text, in their order, the outermost of each. */
export function findJsonObjects(text: string, parse: Parser = JSON.parse): readonly JsonValue[] {
  const found: JsonValue[] = [];
  let start = text.indexOf('{');
  let read = 0;
  for (let tried = 0; start >= 0 && tried < mostStarts && read < mostCharacters; tried++) {
    const end = endOfObject(text, start);
    read += (end ?? text.length) - start;
    const value = end === undefined ? undefined : objectIn(text.slice(start, end), parse);
    if (value !== undefined) found.push(value);
    start = text.indexOf('{', value === undefined || end === undefined ? start + 1 : end);
  }
  return found;
}

/** The place after the brace that closes the one at `start`; braces within strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return index + 1;
  }
  return undefined;
}

function objectIn(text: string, parse: Parser): JsonValue | undefined {
  try {
    const value = parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
