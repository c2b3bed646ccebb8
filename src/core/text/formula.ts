/** A formula over named numbers; it gives NaN where one of its names has none. */
export type Formula = (values: Readonly<Record<string, number>>) => number;

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  max: Math.max,
  min: Math.min,
  pow: (base, exponent) => base ** exponent,
  round: Math.round,
  sqrt: Math.sqrt,
};

const operators: readonly Readonly<Record<string, (left: number, right: number) => number>>[] = [
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right, '/': (left, right) => left / right, '%': (left, right) => left % right },
];

/** The deepest nesting of parentheses. */
const deepest = 100;

/** Reads `2 * hits / (hits + misses)`: the four operations, `%`, `^`, parentheses and a few functions. Throws an error that says where it stops. */
export function parseFormula(text: string): Formula {
  const parser = new FormulaParser(text);
  return parser.whole();
}

/** The names that a formula reads, in their order. Throws as `parseFormula` does. */
export function namesInFormula(text: string): readonly string[] {
  const parser = new FormulaParser(text);
  parser.whole();
  return [...parser.names];
}

class FormulaParser {
  readonly names = new Set<string>();
  readonly #text: string;
  readonly #tokens: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+|[A-Za-z_$][\w$]*|\S/gi) ?? [];
  }

  whole(): Formula {
    const formula = this.#binary(0);
    if (this.#next < this.#tokens.length) this.#fail();
    return formula;
  }

  #binary(level: number): Formula {
    const known = operators[level];
    if (!known) return this.#signed();
    let left = this.#binary(level + 1);
    for (let operate = this.#take(known); operate; operate = this.#take(known)) {
      const [before, act, after] = [left, operate, this.#binary(level + 1)];
      left = (values) => act(before(values), after(values));
    }
    return left;
  }

  #take<Found>(known: Readonly<Record<string, Found>>): Found | undefined {
    const token = this.#tokens[this.#next];
    if (token === undefined || !Object.hasOwn(known, token)) return undefined;
    this.#next++;
    return known[token];
  }

  #signed(): Formula {
    if (this.#accept('+')) return this.#signed();
    if (!this.#accept('-')) return this.#power();
    const value = this.#signed();
    return (values) => -value(values);
  }

  /** Reads a power, which binds more tightly than a sign before it, and to the right: -2^2 is -4. */
  #power(): Formula {
    const base = this.#value();
    if (!this.#accept('^')) return base;
    const exponent = this.#signed();
    return (values) => base(values) ** exponent(values);
  }

  #value(): Formula {
    const token = this.#tokens[this.#next++] ?? '';
    if (token === '(') return this.#inside();
    if (/^[\d.]/.test(token) && Number.isFinite(Number(token))) return () => Number(token);
    if (!/^[A-Za-z_$]/.test(token)) return this.#fail(this.#next - 1);
    if (this.#tokens[this.#next] === '(') return this.#call(token);
    this.names.add(token);
    return (values) => (Object.hasOwn(values, token) ? (values[token] ?? Number.NaN) : Number.NaN);
  }

  #inside(): Formula {
    if (++this.#depth > deepest) throw new Error('its parentheses are nested too deeply');
    const value = this.#binary(0);
    if (!this.#accept(')')) this.#fail();
    this.#depth--;
    return value;
  }

  #call(name: string): Formula {
    const act = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!act) throw new Error(`there is no function "${name}"; there are ${Object.keys(functions).join(', ')}`);
    this.#next++;
    const values: Formula[] = [this.#binary(0)];
    while (this.#accept(',')) values.push(this.#binary(0));
    if (!this.#accept(')')) this.#fail();
    return (known) => act(...values.map((value) => value(known)));
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #fail(at = this.#next): never {
    const token = this.#tokens[at];
    const place = token === undefined ? 'it ends too early' : `"${token}" is not expected there`;
    throw new Error(`${JSON.stringify(this.#text.slice(0, 100))} is no formula: ${place}`);
  }
}
