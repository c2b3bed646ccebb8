/** A calculation that was found in a text, with its steps for people. */
export interface Calculation {
  readonly result: number;
  readonly steps: readonly string[];
}

/** Works out an expression in the text or, failing that, a simple word problem; undefined when there is neither. */
export function calculate(text: string): Calculation | undefined {
  return expressionIn(text) ?? wordProblem(text);
}

function expressionIn(text: string): Calculation | undefined {
  const expression = /[\d(][\d\s+\-*/×÷().,]*[+\-*/×÷][\d\s+\-*/×÷().,]*[\d)]/.exec(text)?.[0];
  if (expression === undefined) return undefined;
  const tokens =
    expression
      .replaceAll('×', '*')
      .replaceAll('÷', '/')
      .replaceAll(',', '')
      .match(/\d+(?:\.\d+)?|[+\-*/()]/g) ?? [];
  const result = parseSum({ tokens, position: 0 });
  return Number.isFinite(result)
    ? { result: rounded(result), steps: [`${expression.trim()} = ${rounded(result)}`] }
    : undefined;
}

interface Cursor {
  readonly tokens: readonly string[];
  position: number;
}

function parseSum(cursor: Cursor): number {
  let value = parseProduct(cursor);
  for (let sign = cursor.tokens[cursor.position]; sign === '+' || sign === '-'; sign = cursor.tokens[cursor.position]) {
    cursor.position++;
    value += sign === '+' ? parseProduct(cursor) : -parseProduct(cursor);
  }
  return value;
}

function parseProduct(cursor: Cursor): number {
  let value = parseAtom(cursor);
  for (let sign = cursor.tokens[cursor.position]; sign === '*' || sign === '/'; sign = cursor.tokens[cursor.position]) {
    cursor.position++;
    value = sign === '*' ? value * parseAtom(cursor) : value / parseAtom(cursor);
  }
  return value;
}

function parseAtom(cursor: Cursor): number {
  const token = cursor.tokens[cursor.position++];
  if (token === '-') return -parseAtom(cursor);
  if (token !== '(') return token === undefined ? Number.NaN : Number(token);
  const value = parseSum(cursor);
  if (cursor.tokens[cursor.position] === ')') cursor.position++;
  return value;
}

const numberWords: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
};
const minus =
  /\b(?:gives?|gave|loses?|lost|spends?|spent|eats?|ate|uses?|used|sells?|sold|removes?|removed|breaks?|broke|minus|less|fewer|left|bakes? .* with|donates?|donated)\b/i;
const times = /\b(?:each|apiece|times|per (?!day|week|month|hour|year|morning)|an hour|a (?:day|week|month))\b/i;
const timesAsMany = /\btimes as (?:many|much)\b/i;
const share = /\b(?:splits?|shares?|shared|divided?|evenly|equally|equal)\b/i;

/** Works out a word problem clause by clause: a verb of losing subtracts, "each" multiplies, sharing divides, and anything else adds. */
function wordProblem(text: string): Calculation | undefined {
  const clauses = text
    .split(/(?<=[.!?;])\s+|,\s+(?=and|then|but)|\b(?:and then|then)\b/)
    .filter((clause) => !clause.trim().endsWith('?'));
  let total: number | undefined;
  const steps: string[] = [];
  for (const clause of clauses) {
    const numbers = numbersIn(clause);
    if (numbers.length === 0) continue;
    const next = applyClause(total, clause, numbers);
    steps.push(`${total === undefined ? '' : `${total} -> `}${next}: ${clause.trim().replace(/[.;,]+$/, '')}`);
    total = next;
  }
  return total === undefined ? undefined : { result: rounded(total), steps };
}

function applyClause(total: number | undefined, clause: string, numbers: readonly number[]): number {
  const [first = 0, ...others] = numbers;
  if (total === undefined) {
    if (timesAsMany.test(clause) && others.length === 1) return rounded(first + first * (others[0] ?? 0));
    if (share.test(clause) && others.length === 1) return rounded(first / (others[0] ?? 1));
    if (times.test(clause) && others.length > 0)
      return rounded(numbers.reduce((product, number) => product * number, 1));
    return others.reduce((value, number) => (minus.test(clause) ? value - number : value + number), first);
  }
  if (share.test(clause)) return rounded(total / first);
  const amount =
    times.test(clause) && others.length > 0
      ? first * (others[0] ?? 1)
      : numbers.reduce((sum, number) => sum + number, 0);
  if (times.test(clause) && others.length === 0) return rounded(total * first);
  return rounded(minus.test(clause) ? total - amount : total + amount);
}

function numbersIn(clause: string): number[] {
  const found = clause.toLowerCase().match(/\d+(?:,\d{3})*(?:\.\d+)?|\b[a-z]+\b/g) ?? [];
  return found
    .map((word) => (/^\d/.test(word) ? Number(word.replaceAll(',', '')) : numberWords[word]))
    .filter((number) => number !== undefined);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
