import { isJsonObject, type JsonValue } from '../json.ts';

/** The most characters that are read in one text: a text that begins thousands of objects and ends none then costs no more than seconds. */
const mostCharacters = 20_000_000;

type Parser = (text: string) => JsonValue;

/** Finds the JSON objects that stand anywhere in a text, in their order; of nested objects only the outermost. */
export function findJsonObjects(text: string, parse: Parser = JSON.parse): readonly JsonValue[] {
  const found: JsonValue[] = [];
  let read = 0;
  for (let start = text.indexOf('{'); start >= 0 && read < mostCharacters; ) {
    const { reached, isWhole } = scanObject(text, start);
    read += reached - start;
    const value = isWhole ? objectIn(text.slice(start, reached), parse) : undefined;
    if (value !== undefined) found.push(value);
    start = text.indexOf('{', value === undefined ? start + 1 : reached);
  }
  return found;
}

/** The kinds of token that may come next within an object or a list. */
type Expected = 'first-key' | 'key' | 'colon' | 'value' | 'first-item' | 'comma';

const token =
  /[ \t\r\n]*(?:(?<mark>[{}[\]:,])|(?<text>"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** Reads the object at `start` as far as it is JSON: a brace that begins none is left after a character or two. */
function scanObject(text: string, start: number): { readonly reached: number; readonly isWhole: boolean } {
  const open: ('{' | '[')[] = ['{'];
  let expected: Expected = 'first-key';
  let reached = start + 1;
  while (open.length > 0) {
    token.lastIndex = reached;
    const found = token.exec(text);
    const next: Expected | undefined = found ? afterToken(expected, found.groups ?? {}, open) : undefined;
    if (!next) return { reached, isWhole: false };
    expected = next;
    reached = token.lastIndex;
  }
  return { reached, isWhole: true };
}

/** The kind of token that may follow a token; undefined where the token may not stand. Keeps track of the open objects and lists. */
function afterToken(
  expected: Expected,
  { mark, text }: Readonly<Record<string, string | undefined>>,
  open: ('{' | '[')[],
): Expected | undefined {
  const isText = text !== undefined;
  if (mark === '}' || mark === ']') return mayClose(expected, mark, open.pop()) ? 'comma' : undefined;
  if (expected === 'first-key' || expected === 'key') return isText ? 'colon' : undefined;
  if (expected === 'colon') return mark === ':' ? 'value' : undefined;
  if (expected === 'comma') return mark === ',' ? (open.at(-1) === '{' ? 'key' : 'value') : undefined;
  if (mark === undefined) return 'comma';
  if (mark !== '{' && mark !== '[') return undefined;
  open.push(mark);
  return mark === '{' ? 'first-key' : 'first-item';
}

function mayClose(expected: Expected, mark: '}' | ']', opened: '{' | '[' | undefined): boolean {
  if (opened !== (mark === '}' ? '{' : '[')) return false;
  return expected === 'comma' || expected === (mark === '}' ? 'first-key' : 'first-item');
}

function objectIn(text: string, parse: Parser): JsonValue | undefined {
  try {
    const value = parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
