export interface Token {
  readonly type: 'name' | 'number' | 'string' | 'mark';
  readonly text: string;
}

const patterns = [
  ['space', /\s+/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_$][\w$]*/y],
  ['string', /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy],
  ['mark', /===|!==|==|!=|<=|>=|\/\/|\*\*|[-+*/%~<>=()[\]{},.:|]/y],
] as const;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The tokens of the code within a tag. Throws `SyntaxError` at anything else. */
function tokenize(code: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < code.length; ) {
    const [type, text] = tokenAt(code, at);
    at += text.length;
    if (type === 'string') tokens.push({ type, text: unquote(text) });
    else if (type !== 'space') tokens.push({ type, text });
  }
  return tokens;
}

function tokenAt(code: string, at: number) {
  if (code.startsWith('r/', at)) throw new SyntaxError('A pattern such as r/x/ is not supported in templates.');
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const [text] = pattern.exec(code) ?? [];
    if (text !== undefined) return [type, text] as const;
  }
  throw new SyntaxError(`${JSON.stringify(code[at])} cannot stand here: ${code.slice(0, 60)}`);
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
}

/** Reads tokens one after the other. */
export class TokenReader {
  /** The functions that the code calls. */
  readonly called: string[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(code: string) {
    this.#tokens = tokenize(code);
  }

  /** A position to come back to. */
  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(offset = 0): Token | undefined {
    return this.#tokens[this.#at + offset];
  }

  next(): Token {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new SyntaxError('Something is missing at the end of a tag.');
    return token;
  }

  /** Takes the next token when it is this name or mark. */
  take(text: string): boolean {
    const token = this.peek();
    if (token === undefined || token.type === 'string' || token.text !== text) return false;
    this.#at++;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text))
      throw new SyntaxError(
        `${text} is missing${this.done ? ' at the end of a tag' : ` before ${this.peek()?.text}`}.`,
      );
  }

  name(): string {
    const token = this.next();
    if (token.type !== 'name') throw new SyntaxError(`A name is missing before ${token.text}.`);
    return token.text;
  }
}
