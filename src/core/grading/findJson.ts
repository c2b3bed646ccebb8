import { isJsonObject, type JsonValue } from '../json.ts';
import { scanJson } from '../text/jsonScan.ts';

/** The most characters that are read in one text: a text that begins thousands of objects and ends none then costs no more than seconds. */
const mostCharacters = 20_000_000;

type Parser = (text: string) => JsonValue;

/** Finds the JSON objects that stand anywhere in a text, in their order; of nested objects only the outermost. */
export function findJsonObjects(text: string, parse: Parser = JSON.parse): readonly JsonValue[] {
  const found: JsonValue[] = [];
  let read = 0;
  for (let start = text.indexOf('{'); start >= 0 && read < mostCharacters; ) {
    const { reached, isWhole } = scanJson(text, start);
    read += reached - start;
    const value = isWhole ? objectIn(text.slice(start, reached), parse) : undefined;
    if (value !== undefined) found.push(value);
    start = text.indexOf('{', value === undefined ? start + 1 : reached);
  }
  return found;
}

function objectIn(text: string, parse: Parser): JsonValue | undefined {
  try {
    const value = parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
