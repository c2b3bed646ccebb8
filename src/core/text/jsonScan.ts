/** The kinds of token that may come next within an object or a list. */
type Expected = 'first-key' | 'key' | 'colon' | 'value' | 'first-item' | 'comma';

const token =
  /[ \t\r\n]*(?:(?<mark>[{}[\]:,])|(?<text>"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** The end of what could be read of a value, and whether that is all of it. */
export interface JsonScan {
  /** The offset behind the last token that may stand there. */
  readonly reached: number;
  readonly isWhole: boolean;
}

/** Reads the value at `start` as far as it is JSON: what begins none is left after a character or two. */
export function scanJson(text: string, start: number): JsonScan {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let reached = start;
  do {
    token.lastIndex = reached;
    const found = token.exec(text);
    const next: Expected | undefined = found ? afterToken(expected, found.groups ?? {}, open) : undefined;
    if (!next) return { reached, isWhole: false };
    expected = next;
    reached = token.lastIndex;
  } while (open.length > 0);
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
