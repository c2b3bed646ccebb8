import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { type Expression, readArguments, readExpression, readFilter, readFilters } from './expression.ts';
import type { Piece } from './pieces.ts';
import type { Callable, Scope, Value } from './scope.ts';
import { TokenReader } from './tokenReader.ts';
import { textOfValue } from './values.ts';

/** A part of a template that is ready to give its text. */
type Block = (scope: Scope) => string;

interface ReadBlock {
  readonly block: Block;
  readonly isEmpty: boolean;
  readonly end: string;
  readonly rest: TokenReader;
}

/** Reads pieces one after the other, up to the tags that end a block. */
export class BlockReader {
  /** The functions that the template calls, and those that it makes. */
  readonly called = new Set<string>();
  readonly made = new Set<string>();
  readonly #pieces: readonly Piece[];
  #at = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** Reads the block up to one of these tags, and gives the tag it ended at; without any, up to the end of the template. */
  read(...ends: readonly string[]): ReadBlock {
    const parts: Block[] = [];
    for (let piece = this.#pieces[this.#at++]; piece !== undefined; piece = this.#pieces[this.#at++]) {
      if (piece.type === 'text') {
        const { text } = piece;
        parts.push(() => text);
        continue;
      }
      const reader = new TokenReader(piece.code);
      if (piece.type === 'output') parts.push(output(reader));
      else {
        const name = reader.name();
        if (ends.includes(name)) return { block: joined(parts), isEmpty: parts.length === 0, end: name, rest: reader };
        parts.push(this.#statement(name, reader));
      }
      for (const name of reader.called) this.called.add(name);
    }
    if (ends.length > 0) throw new SyntaxError(`{% ${ends.at(-1)} %} is missing.`);
    return { block: joined(parts), isEmpty: parts.length === 0, end: '', rest: new TokenReader('') };
  }

  #statement(name: string, reader: TokenReader): Block {
    switch (name) {
      case 'if':
      case 'ifAsync':
        return this.#condition(whole(reader, readExpression));
      case 'for':
        return this.#loop(reader, 'endfor');
      case 'asyncEach':
        return this.#loop(reader, 'endeach');
      case 'asyncAll':
        return this.#loop(reader, 'endall');
      case 'switch':
        return this.#switch(whole(reader, readExpression));
      case 'block':
        reader.name();
        return this.read('endblock').block;
      case 'call':
        return this.#call(reader);
      case 'set':
        return this.#assignment(reader);
      case 'filter': {
        let value: Value;
        const filter = readFilters(
          reader,
          readFilter(reader, () => value),
        );
        const { block } = this.read('endfilter');
        return (scope) => {
          value = block(scope.inner());
          return textOfValue(filter(scope));
        };
      }
      case 'macro':
        return this.#macro(reader);
      default:
        throw new SyntaxError(`{% ${name} %} is not supported in templates.`);
    }
  }

  #condition(test: Expression): Block {
    const { block, end, rest } = this.read('elif', 'elseif', 'else', 'endif');
    const otherwise =
      end === 'endif'
        ? () => ''
        : end === 'else'
          ? this.read('endif').block
          : this.#condition(whole(rest, readExpression));
    return (scope) => (test(scope) ? block(scope) : otherwise(scope));
  }

  #loop(reader: TokenReader, endTag: string): Block {
    const names = [reader.name()];
    while (reader.take(',')) names.push(reader.name());
    reader.expect('in');
    const items = whole(reader, readExpression);
    const { block, end } = this.read('else', endTag);
    const empty = end === 'else' ? this.read(endTag).block : () => '';
    return (scope) => {
      const rounds = roundsOf(items(scope), names.length > 1);
      if (rounds.length === 0) return empty(scope);
      return rounds
        .map((round, index) => block(loopScope(scope, { names, round, index, length: rounds.length })))
        .join('');
    };
  }

  /** Reads a `switch`. A case without any contents belongs to the case that follows. */
  #switch(subject: Expression): Block {
    const cases: { readonly test: Expression; readonly block: Block; readonly isEmpty: boolean }[] = [];
    let otherwise: Block = () => '';
    let { end, rest } = this.read('case', 'default', 'endswitch');
    while (end !== 'endswitch') {
      const test = end === 'case' ? whole(rest, readExpression) : undefined;
      const part = this.read('case', 'default', 'endswitch');
      if (test) cases.push({ ...part, test });
      else otherwise = part.block;
      ({ end, rest } = part);
    }
    return (scope) => {
      const value = subject(scope);
      const at = cases.findIndex(({ test }) => test(scope) === value);
      const found = at < 0 ? undefined : cases.slice(at).find(({ isEmpty }) => !isEmpty);
      return (found?.block ?? otherwise)(scope);
    };
  }

  #call(reader: TokenReader): Block {
    const parameters = reader.peek()?.text === '(' ? readParameters(reader) : [];
    const name = reader.name();
    reader.expect('(');
    const given = whole(reader, readArguments);
    const { block } = this.read('endcall');
    this.called.add(name);
    return (scope) => {
      const call = scope.findFunction(name);
      if (call === undefined) throw new Error(`There is no function "${name}".`);
      const { args, named } = given(scope);
      const caller: Callable = (values, namedValues) =>
        block(scopeWith(scope, { parameters, args: values, named: namedValues }));
      return scope.budget.write(textOfValue(call(args, named, caller)));
    };
  }

  #assignment(reader: TokenReader): Block {
    const names = [reader.name()];
    while (reader.take(',')) names.push(reader.name());
    const value: Expression = reader.take('=') ? whole(reader, readExpression) : this.read('endset').block;
    return (scope) => {
      const given = value(scope);
      for (const name of names) scope.assign(name, given);
      return '';
    };
  }

  #macro(reader: TokenReader): Block {
    const name = reader.name();
    const parameters = readParameters(reader);
    const { block } = this.read('endmacro');
    this.made.add(name);
    return (scope) => {
      let depth = 0;
      const call: Callable = (args, named, caller) => {
        if (++depth > 100) throw new Error(`The macro "${name}" calls itself without end.`);
        const inner = scopeWith(scope, { parameters, args, named });
        if (caller) inner.defineFunction('caller', caller);
        const text = block(inner);
        depth--;
        return text;
      };
      scope.defineFunction(name, call);
      return '';
    };
  }
}

type Parameters = readonly (readonly [string, Expression | undefined])[];

interface Given {
  readonly parameters: Parameters;
  readonly args: readonly Value[];
  readonly named: JsonObject;
}

/** A scope in which parameters have the values that were given for them. */
function scopeWith(scope: Scope, { parameters, args, named }: Given): Scope {
  const inner = scope.inner();
  parameters.forEach(([parameter, fallback], index) => {
    inner.define(parameter, args[index] ?? named[parameter] ?? fallback?.(scope));
  });
  return inner;
}

function readParameters(reader: TokenReader): Parameters {
  const parameters: (readonly [string, Expression | undefined])[] = [];
  reader.expect('(');
  while (!reader.take(')')) {
    if (parameters.length > 0) reader.expect(',');
    const name = reader.name();
    parameters.push([name, reader.take('=') ? readExpression(reader) : undefined]);
  }
  return parameters;
}

function joined(parts: readonly Block[]): Block {
  return (scope) => {
    scope.budget.step(parts.length);
    return parts.map((part) => part(scope)).join('');
  };
}

function output(reader: TokenReader): Block {
  const name = reader.peek()?.text ?? '';
  const value = whole(reader, readExpression);
  return (scope) => {
    const found = value(scope);
    if (found === undefined && scope.budget.refusesMissing) throw new Error(`"${name}" has no value.`);
    return scope.budget.write(textOfValue(found));
  };
}

/** Reads to the end of the tag; throws where something is left. */
function whole<Result>(reader: TokenReader, read: (reader: TokenReader) => Result): Result {
  const result = read(reader);
  if (!reader.done) throw new SyntaxError(`${reader.peek()?.text} cannot stand here.`);
  return result;
}

/** The values that each round of a loop gives its names: the items of a list or a text, or the fields of a map. */
function roundsOf(value: Value, several: boolean): readonly (readonly Value[])[] {
  if (Array.isArray(value)) return value.map((item) => (several && Array.isArray(item) ? item : [item]));
  if (typeof value === 'string') return [...value].map((character) => [character]);
  return isJsonObject(value) ? Object.entries(value) : [];
}

interface Round {
  readonly names: readonly string[];
  readonly round: readonly Value[];
  readonly index: number;
  readonly length: number;
}

function loopScope(scope: Scope, { names, round, index, length }: Round): Scope {
  scope.budget.step();
  const inner = scope.inner();
  names.forEach((name, at) => {
    inner.define(name, round[at]);
  });
  const loop: Record<string, JsonValue> = {
    index: index + 1,
    index0: index,
    revindex: length - index,
    revindex0: length - index - 1,
    first: index === 0,
    last: index === length - 1,
    length,
  };
  inner.define('loop', loop);
  return inner;
}
