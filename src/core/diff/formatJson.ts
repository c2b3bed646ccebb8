/** The deepest nesting that is indented: deeper than any answer worth reading as JSON, and shallow enough for recursion. */
const deepest = 200;

interface Layout {
  readonly sortKeys: boolean;
}

/**
 * A JSON text indented by two spaces, or undefined when the text is no JSON object or array. Numbers and strings stay as
 * they are written: `1.0` and integers beyond 2^53 are not rounded. A Markdown fence around the whole text is taken off.
 */
export function formatJson(text: string, layout: Layout): string | undefined {
  const source = withoutFence(text.trim());
  if (!/^[[{]/.test(source)) return undefined;
  try {
    JSON.parse(source);
  } catch {
    return undefined;
  }
  const tokens = source.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g) ?? [];
  return new Formatter(tokens, layout.sortKeys).format(0);
}

function withoutFence(text: string): string {
  const fenced = /^```(?:json)?[ \t]*\r?\n([\s\S]*?)\r?\n```$/i.exec(text);
  return (fenced?.[1] ?? text).trim();
}

/** Walks the tokens of a text that is known to be valid JSON. */
class Formatter {
  readonly #tokens: readonly string[];
  readonly #sortKeys: boolean;
  #at = 0;

  constructor(tokens: readonly string[], sortKeys: boolean) {
    this.#tokens = tokens;
    this.#sortKeys = sortKeys;
  }

  format(depth: number): string | undefined {
    if (depth > deepest) return undefined;
    const token = this.#next();
    if (token === '{') return this.#members(depth);
    if (token === '[') return this.#items(depth);
    return token;
  }

  #members(depth: number): string | undefined {
    const members: { readonly key: string; readonly value: string }[] = [];
    while (this.#peek() !== '}') {
      const key = this.#next();
      this.#next();
      const value = this.format(depth + 1);
      if (value === undefined) return undefined;
      members.push({ key, value });
      if (this.#peek() === ',') this.#next();
    }
    this.#next();
    if (this.#sortKeys) members.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return enclose(
      { open: '{', close: '}', depth },
      members.map(({ key, value }) => `${key}: ${value}`),
    );
  }

  #items(depth: number): string | undefined {
    const items: string[] = [];
    while (this.#peek() !== ']') {
      const value = this.format(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
      if (this.#peek() === ',') this.#next();
    }
    this.#next();
    return enclose({ open: '[', close: ']', depth }, items);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    return token;
  }
}

interface Brackets {
  readonly open: string;
  readonly close: string;
  readonly depth: number;
}

function enclose({ open, close, depth }: Brackets, entries: readonly string[]): string {
  if (entries.length === 0) return open + close;
  const indent = '  '.repeat(depth + 1);
  return `${open}\n${entries.map((entry) => indent + entry).join(',\n')}\n${'  '.repeat(depth)}${close}`;
}
