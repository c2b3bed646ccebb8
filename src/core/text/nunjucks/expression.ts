import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type FilterArguments, listFilters } from './listFilters.ts';
import { callMethod, isMethod } from './methods.ts';
import type { Scope, Value } from './scope.ts';
import { findTest } from './tests.ts';
import { textFilters } from './textFilters.ts';
import type { TokenReader } from './tokenReader.ts';
import { memberOf, plus, textOfValue } from './values.ts';

export type Expression = (scope: Scope) => Value;

/** Reads an expression with its inline `if`. Throws `SyntaxError` for code that is none. */
export function readExpression(reader: TokenReader): Expression {
  const value = readOr(reader);
  if (!reader.take('if')) return value;
  const condition = readOr(reader);
  const otherwise = reader.take('else') ? readExpression(reader) : () => undefined;
  return (scope) => (condition(scope) ? value(scope) : otherwise(scope));
}

function readOr(reader: TokenReader): Expression {
  let left = readAnd(reader);
  while (reader.take('or')) left = either(left, readAnd(reader));
  return left;
}

function either(left: Expression, right: Expression): Expression {
  return (scope) => left(scope) || right(scope);
}

function readAnd(reader: TokenReader): Expression {
  let left = readNot(reader);
  while (reader.take('and')) left = both(left, readNot(reader));
  return left;
}

function both(left: Expression, right: Expression): Expression {
  return (scope) => left(scope) && right(scope);
}

/**
 * Reads `not`. Nunjucks turns a template into JavaScript without parentheses: `not a == b` becomes `!a == b`, while `not a in b` and `not a
 * is b` are calls that are negated as a whole.
 */
function readNot(reader: TokenReader): Expression {
  if (!reader.take('not')) return readIn(reader);
  const start = reader.position;
  if (reader.peek()?.text !== 'not') {
    const compared = readComparison(reader, { negatesFirst: true });
    if (!/^(?:is|in|not)$/.test(reader.peek()?.text ?? '')) return compared;
    reader.position = start;
  }
  const operand = readNot(reader);
  return (scope) => !operand(scope);
}

function readIn(reader: TokenReader): Expression {
  const left = readIs(reader);
  const negated = reader.peek()?.text === 'not' && reader.peek(1)?.text === 'in' && reader.take('not');
  if (!reader.take('in')) return left;
  const right = readIs(reader);
  return (scope) => contains(right(scope), left(scope)) !== negated;
}

function contains(whole: Value, part: Value): boolean {
  if (typeof whole === 'string') return whole.includes(textOfValue(part));
  if (Array.isArray(whole)) return whole.some((item) => item === part);
  if (isJsonObject(whole)) return Object.hasOwn(whole, textOfValue(part));
  throw new Error('Only a text, a list or a map can be searched with "in".');
}

function readIs(reader: TokenReader): Expression {
  const operand = readComparison(reader);
  if (!reader.take('is')) return operand;
  const negated = reader.take('not');
  const test = findTest(reader.name());
  const argument = reader.take('(') ? readExpression(reader) : undefined;
  if (argument !== undefined) reader.expect(')');
  return (scope) => test(operand(scope), argument?.(scope)) !== negated;
}

type Operator = (left: Value, right: Value) => Value;

/** Compares as JavaScript does: texts as texts, and everything else as numbers. */
function less(left: Value, right: Value): boolean {
  return typeof left === 'string' && typeof right === 'string' ? left < right : Number(left) < Number(right);
}

function looselyEqual(left: Value, right: Value): boolean {
  if (left == null || right == null) return left == null && right == null;
  if (typeof left === typeof right) return left === right;
  return typeof left === 'object' || typeof right === 'object'
    ? textOfValue(left) === textOfValue(right)
    : Number(left) === Number(right);
}

const levels: readonly Readonly<Record<string, Operator>>[] = [
  {
    '==': looselyEqual,
    '!=': (left, right) => !looselyEqual(left, right),
    '===': (left, right) => left === right,
    '!==': (left, right) => left !== right,
    '<': less,
    '>': (left, right) => less(right, left),
    '<=': (left, right) => less(left, right) || looselyEqual(left, right),
    '>=': (left, right) => less(right, left) || looselyEqual(left, right),
  },
  {
    '~': (left, right) => String(left) + String(right),
    '+': plus,
    '-': (left, right) => Number(left) - Number(right),
  },
  {
    '*': (left, right) => Number(left) * Number(right),
    '/': (left, right) => Number(left) / Number(right),
    '//': (left, right) => Math.floor(Number(left) / Number(right)),
    '%': (left, right) => Number(left) % Number(right),
  },
  { '**': (left, right) => Number(left) ** Number(right) },
];

interface Comparison {
  readonly level?: number;
  /** True when only the first operand is negated. */
  readonly negatesFirst?: boolean;
}

function readComparison(reader: TokenReader, { level = 0, negatesFirst = false }: Comparison = {}): Expression {
  const operators = levels[level];
  if (operators === undefined) {
    const value = readFilters(reader, readUnary(reader));
    return negatesFirst ? (scope) => !value(scope) : value;
  }
  let left = readComparison(reader, { level: level + 1, negatesFirst });
  for (;;) {
    const token = reader.peek();
    const operate = token?.type === 'mark' && Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
    if (operate === undefined) return left;
    reader.next();
    left = operated(operate, left, readComparison(reader, { level: level + 1 }));
  }
}

function operated(operate: Operator, left: Expression, right: Expression): Expression {
  return (scope) => operate(left(scope), right(scope));
}

function readUnary(reader: TokenReader): Expression {
  if (reader.take('-')) {
    const operand = readUnary(reader);
    return (scope) => -Number(operand(scope));
  }
  if (reader.take('+')) {
    const operand = readUnary(reader);
    return (scope) => Number(operand(scope));
  }
  return readPostfix(reader);
}

/** Reads `| name` and `| name(arguments)`, as many as follow. */
export function readFilters(reader: TokenReader, start: Expression): Expression {
  let value = start;
  while (reader.take('|')) value = readFilter(reader, value);
  return value;
}

/** Reads one filter that is applied to `value`. Throws `SyntaxError` for an unknown one. */
export function readFilter(reader: TokenReader, value: Expression): Expression {
  const name = reader.name();
  const filter = [listFilters, textFilters].find((table) => Object.hasOwn(table, name))?.[name];
  if (filter === undefined) throw new SyntaxError(`There is no filter "${name}".`);
  const given = reader.take('(') ? readArguments(reader) : noArguments;
  return (scope) => {
    scope.budget.step();
    return filter(value(scope), given(scope));
  };
}

const noArguments = (): FilterArguments => ({ args: [], named: {} });

/** Reads the arguments of a call, behind its opening parenthesis and with its closing one. */
export function readArguments(reader: TokenReader): (scope: Scope) => FilterArguments {
  const args: Expression[] = [];
  const named: [string, Expression][] = [];
  while (!reader.take(')')) {
    if (args.length + named.length > 0) reader.expect(',');
    if (reader.peek()?.type === 'name' && reader.peek(1)?.text === '=') {
      const name = reader.name();
      reader.expect('=');
      named.push([name, readExpression(reader)]);
    } else args.push(readExpression(reader));
  }
  return (scope) => ({
    args: args.map((argument) => argument(scope)),
    named: Object.fromEntries(named.map(([name, argument]): [string, JsonValue] => [name, argument(scope) ?? null])),
  });
}

function readPostfix(reader: TokenReader): Expression {
  let value = readPrimary(reader);
  for (;;) {
    if (reader.take('.')) value = readMember(reader, value);
    else if (reader.take('[')) {
      const key = readExpression(reader);
      reader.expect(']');
      value = member(value, key);
    } else return value;
  }
}

function member(object: Expression, key: Expression): Expression {
  return (scope) => memberOf(object(scope), key(scope));
}

function readMember(reader: TokenReader, object: Expression): Expression {
  const token = reader.next();
  const name = token.text;
  if (token.type === 'mark' || token.type === 'string') throw new SyntaxError(`A name is missing before ${name}.`);
  if (!reader.take('(')) return member(object, () => name);
  if (!isMethod(name)) throw new SyntaxError(`There is no method "${name}" in templates.`);
  const given = readArguments(reader);
  return (scope) => {
    scope.budget.step();
    return callMethod(object(scope), name, given(scope).args);
  };
}

const constants: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  none: null,
  null: null,
  undefined: undefined,
};

function readPrimary(reader: TokenReader): Expression {
  const token = reader.next();
  if (token.type === 'string') return () => token.text;
  if (token.type === 'number') return () => Number(token.text);
  if (token.type === 'name') return readName(reader, token.text);
  if (token.text === '(') {
    const inner = readExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (token.text === '[') return readList(reader);
  if (token.text === '{') return readMap(reader);
  throw new SyntaxError(`${token.text} cannot stand here.`);
}

function readName(reader: TokenReader, name: string): Expression {
  if (Object.hasOwn(constants, name)) return () => constants[name];
  if (!reader.take('(')) return (scope) => scope.get(name);
  const given = readArguments(reader);
  reader.called.push(name);
  return (scope) => {
    const call = scope.findFunction(name);
    if (call === undefined) throw new Error(`There is no function "${name}".`);
    scope.budget.step();
    const { args, named }: { args: readonly Value[]; named: JsonObject } = given(scope);
    return call(args, named);
  };
}

function readList(reader: TokenReader): Expression {
  const items: Expression[] = [];
  while (!reader.take(']')) {
    if (items.length > 0) reader.expect(',');
    if (reader.peek()?.text !== ']') items.push(readExpression(reader));
  }
  return (scope) => items.map((item) => item(scope) ?? null);
}

function readMap(reader: TokenReader): Expression {
  const fields: (readonly [string, Expression])[] = [];
  while (!reader.take('}')) {
    if (fields.length > 0) reader.expect(',');
    const key = reader.next().text;
    reader.expect(':');
    fields.push([key, readExpression(reader)]);
  }
  return (scope) => Object.fromEntries(fields.map(([key, field]) => [key, field(scope) ?? null]));
}
