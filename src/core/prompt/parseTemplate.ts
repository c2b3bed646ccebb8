import { parse } from 'handlebars/dist/cjs/handlebars/compiler/base.js';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { strayEnds } from './strayEnds.ts';
import { comparisonOperator, hideComparisons } from './templateComparisons.ts';
import { isHelperName } from './templateHelpers.ts';
import { checkBlocks, findTooDeep } from './templateTags.ts';
import {
  emptyProgram,
  type HashEntry,
  type TemplateExpression,
  type TemplateNode,
  type TemplateProgram,
} from './templateTree.ts';

/** A template that was read; `program` is absent when the source cannot be parsed, and `problems` then says where and why. */
export interface ParsedTemplate {
  readonly program?: TemplateProgram;
  readonly problems: readonly Problem[];
}

/** Reads a dotprompt template. `offset` is the place of the source in its file; all ranges are in the file. */
export function parseTemplate(source: string, offset = 0): ParsedTemplate {
  // Handlebars takes a ready-made tree as well as text, and trusts it, so it must only ever get text (CVE-2026-33937).
  if (typeof source !== 'string') throw new TypeError('A template is a string.');
  const tooDeep = findTooDeep(source);
  if (tooDeep) return { problems: [depthProblem(tooDeep.range, offset)] };
  const hidden = hideComparisons(source);
  try {
    const problems: Problem[] = [];
    const tree = parse(hidden);
    const program = new TreeReader(hidden, offset, problems).program(tree);
    return { program, problems: [...problems, ...strayEnds(source, offset)] };
  } catch (error) {
    const found = checkBlocks(source, offset);
    return { problems: found.length > 0 ? found : [syntaxProblem(source, offset, error)] };
  }
}

function depthProblem({ start, end }: TextRange, offset: number): Problem {
  const range = { start: start + offset, end: end + offset };
  const message = 'Blocks are nested more than 200 deep here: close some of them first.';
  return { severity: 'error', code: 'nested-too-deeply', message, range };
}

function syntaxProblem(source: string, offset: number, error: unknown): Problem {
  const message = error instanceof Error ? error.message : '';
  const line = Number(/ on line (\d+)/.exec(message)?.[1] ?? 1);
  const starts = lineStarts(source);
  const start = starts[line - 1] ?? 0;
  const text = source.slice(start, starts[line]).trimEnd();
  const tag = /\{\{.*/.exec(text);
  const from = start + (tag?.index ?? 0);
  const range = { start: from + offset, end: start + text.length + offset };
  return {
    severity: 'error',
    code: 'template-syntax',
    message: 'This template cannot be read: check the quotes, brackets and names inside "{{ }}".',
    range,
  };
}

/** The offsets at which lines start; Handlebars counts `\r\n`, `\n` and a lone `\r`. */
function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (const match of source.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

type AnyNode = hbs.AST.Node;
const isText = (node: AnyNode): node is hbs.AST.ContentStatement => node.type === 'ContentStatement';
const isOutput = (node: AnyNode): node is hbs.AST.MustacheStatement => node.type === 'MustacheStatement';
const isBlock = (node: AnyNode): node is hbs.AST.BlockStatement => node.type === 'BlockStatement';
const isInline = (node: AnyNode): node is hbs.AST.DecoratorBlock => node.type === 'DecoratorBlock';
const isPartial = (node: AnyNode): node is hbs.AST.PartialStatement => node.type === 'PartialStatement';
const isPartialBlock = (node: AnyNode): node is hbs.AST.PartialBlockStatement => node.type === 'PartialBlockStatement';
const isPath = (node: AnyNode): node is hbs.AST.PathExpression => node.type === 'PathExpression';
const isCall = (node: AnyNode): node is hbs.AST.SubExpression => node.type === 'SubExpression';
const isString = (node: AnyNode): node is hbs.AST.StringLiteral => node.type === 'StringLiteral';
const isNumber = (node: AnyNode): node is hbs.AST.NumberLiteral => node.type === 'NumberLiteral';
const isBoolean = (node: AnyNode): node is hbs.AST.BooleanLiteral => node.type === 'BooleanLiteral';

interface Invocation {
  readonly path: hbs.AST.PathExpression | hbs.AST.Literal;
  readonly params: readonly AnyNode[];
  /** The named arguments; absent when there are none, although the declared type denies it. */
  readonly hash?: hbs.AST.Hash | undefined;
}

class TreeReader {
  readonly #starts: readonly number[];
  readonly #offset: number;
  readonly #problems: Problem[];

  constructor(source: string, offset: number, problems: Problem[]) {
    this.#starts = lineStarts(source);
    this.#offset = offset;
    this.#problems = problems;
  }

  program(program: hbs.AST.Program | undefined): TemplateProgram {
    if (!program) return emptyProgram;
    return {
      nodes: program.body.flatMap((statement) => this.#node(statement)),
      blockParameters: program.blockParams ?? [],
    };
  }

  #node(node: AnyNode): readonly TemplateNode[] {
    const range = this.#range(node);
    if (isText(node)) return node.value ? [{ type: 'text', text: node.value, range }] : [];
    if (isOutput(node)) return [{ type: 'output', expression: this.#invocation(node, range), range }];
    if (isBlock(node)) return [this.#block(node, range)];
    if (isPartial(node)) return [this.#partial(node, range, undefined)];
    if (isPartialBlock(node)) return [this.#partial({ ...node, indent: '' }, range, this.program(node.program))];
    if (isInline(node)) return this.#inline(node, range);
    if (node.type !== 'CommentStatement')
      this.#report('unsupported-syntax', 'Decorators have no meaning in a prompt: remove this tag.', range);
    return [];
  }

  #block(node: hbs.AST.BlockStatement, range: TextRange): TemplateNode {
    const expression = this.#invocation(node, this.#range(node.path));
    return {
      type: 'block',
      expression,
      program: this.program(node.program),
      inverse: this.program(node.inverse),
      range,
    };
  }

  #partial(
    node: Pick<hbs.AST.PartialStatement, 'name' | 'params' | 'hash' | 'indent'>,
    range: TextRange,
    fallback: TemplateProgram | undefined,
  ): TemplateNode {
    const { name, params, indent } = node;
    const [context] = params;
    return {
      type: 'partial',
      name: isCall(name) ? this.#expression(name) : partialName(name),
      nameRange: this.#range(name),
      context: context && this.#expression(context),
      hash: this.#hash(node.hash),
      indent,
      fallback,
      range,
    };
  }

  #inline(node: hbs.AST.DecoratorBlock, range: TextRange): readonly TemplateNode[] {
    const [name] = node.params;
    if (node.path.original === 'inline' && name && isString(name))
      return [{ type: 'inline-partial', name: name.value, program: this.program(node.program) }];
    this.#report('unsupported-syntax', 'Of decorators only {{#*inline "name"}} has a meaning in a prompt.', range);
    return [];
  }

  /** Tells a helper call from a variable, as Handlebars does when only known helpers are allowed. */
  #invocation(node: Invocation, range: TextRange): TemplateExpression {
    const { path, params } = node;
    if (!isPath(path)) return { ...this.#pathOf(path), parts: [literalText(path)] };
    const isSimple = path.parts.length === 1 && !path.data && path.depth === 0 && !isScoped(path);
    const hasArguments = params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (!hasArguments && !(isSimple && isHelperName(path.original))) return this.#pathOf(path);
    const parameters = this.#withComparison(params, path.original, range);
    return { type: 'call', helper: path.original, parameters, hash: this.#hash(node.hash), range };
  }

  #withComparison(params: readonly AnyNode[], helper: string, range: TextRange): readonly TemplateExpression[] {
    const parameters = params.map((parameter) => this.#expression(parameter));
    const [left, , right] = parameters;
    const [, middle] = params;
    const operator = middle && isPath(middle) ? comparisonOperator(middle.original) : undefined;
    if (operator === undefined || !left || !right || params.length !== 3) return parameters;
    this.#report(
      'comparison',
      `Comparing with "${operator}" works in Polyprompt only; other dotprompt tools stop at it. Pass a true-or-false variable to #${helper} instead.`,
      range,
      'warning',
    );
    return [{ type: 'call', helper: operator, parameters: [left, right], hash: [], range }];
  }

  #expression(node: AnyNode): TemplateExpression {
    const range = this.#range(node);
    if (isPath(node)) return this.#pathOf(node);
    if (isCall(node)) {
      const parameters = node.params.map((parameter) => this.#expression(parameter));
      return { type: 'call', helper: node.path.original, parameters, hash: this.#hash(node.hash), range };
    }
    if (isString(node) || isNumber(node) || isBoolean(node)) return { type: 'literal', value: node.value, range };
    return { type: 'literal', value: node.type === 'NullLiteral' ? null : undefined, range };
  }

  #pathOf(node: AnyNode): Extract<TemplateExpression, { type: 'path' }> {
    const range = this.#range(node);
    if (!isPath(node)) return { type: 'path', isData: false, depth: 0, parts: [], isScoped: false, range };
    return { type: 'path', isData: node.data, depth: node.depth, parts: node.parts, isScoped: isScoped(node), range };
  }

  #hash(hash: hbs.AST.Hash | undefined): readonly HashEntry[] {
    return (hash?.pairs ?? []).map(({ key, value }) => ({ key, value: this.#expression(value) }));
  }

  #range(node: AnyNode): TextRange {
    const { start, end } = node.loc;
    return { start: this.#offsetOf(start), end: this.#offsetOf(end) };
  }

  #offsetOf({ line, column }: hbs.AST.Position): number {
    return (this.#starts[line - 1] ?? 0) + column + this.#offset;
  }

  #report(code: string, message: string, range: TextRange, severity: Problem['severity'] = 'error') {
    this.#problems.push({ severity, code, message, range });
  }
}

function isScoped(path: hbs.AST.PathExpression): boolean {
  return /^(?:\.|this\b)/.test(path.original);
}

function partialName(name: AnyNode): string {
  return isPath(name) ? name.original : literalText(name);
}

function literalText(node: AnyNode): string {
  if (isString(node) || isNumber(node) || isBoolean(node)) return String(node.value);
  return node.type === 'NullLiteral' ? 'null' : 'undefined';
}
