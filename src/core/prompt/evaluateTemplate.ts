import { isJsonObject, type JsonObject } from '../json.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import type { Segment } from './assembleMessages.ts';
import { compareValues } from './templateComparisons.ts';
import { templateRoles } from './templateHelpers.ts';
import type {
  BlockNode,
  CallExpression,
  HashEntry,
  PartialNode,
  PathExpression,
  TemplateExpression,
  TemplateNode,
  TemplateProgram,
} from './templateTree.ts';
import { decidesOnly } from './templateUses.ts';
import { entriesOf, isEmpty, plainText, property } from './templateValues.ts';

/** The largest rendering, in UTF-16 units. */
export const maxRenderedLength = 5_000_000;
/** The deepest nesting of partials. */
export const maxPartialDepth = 20;
const maxSteps = 2_000_000;

export interface EvaluationInput {
  readonly inputs: JsonObject;
  /** The values that `@name` reaches. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly partials: ReadonlyMap<string, TemplateProgram>;
}

/**
 * The result of a rendering. `absent` are the inputs that were used and not given; `isCondition` marks those on which only a decision
 * depends.
 */
export interface Evaluation {
  readonly segments: readonly Segment[];
  readonly absent: readonly { readonly name: string; readonly isCondition: boolean }[];
  readonly problems: readonly Problem[];
}

/**
 * Renders a template into segments. Text of a value stays text: roles, media and sections are segments of their own, so nothing in a value
 * can be taken for one. No code is generated, and only own properties are read.
 */
export function evaluateTemplate(program: TemplateProgram, input: EvaluationInput): Evaluation {
  const evaluator = new Evaluator(input);
  return evaluator.run(program);
}

/** Thrown to end a rendering that has grown too large; it never leaves this file. */
class RenderingStopped extends Error {}

/** Links the `@` names of a loop to those around it, for `@../index`. */
const parentData = Symbol('parent');
type Data = Readonly<Record<string, unknown>> & { readonly [parentData]?: Data };

type OwnPartial = { readonly program: TemplateProgram; readonly frame: Frame };

/** The meaning of names while one program is rendered. */
interface Frame {
  /** The values of `this`, `../this`, `../../this`, … */
  readonly contexts: readonly unknown[];
  /** True for each of these contexts whose names are the prompt's inputs. */
  readonly inputs: readonly boolean[];
  readonly data: Data;
  readonly own: ReadonlyMap<string, unknown>;
  readonly partials: ReadonlyMap<string, OwnPartial>;
  readonly partialDepth: number;
  /** The place that includes the outermost partial, where problems inside of a partial are shown; undefined outside of partials. */
  readonly includedAt: TextRange | undefined;
}

class Evaluator {
  readonly #input: EvaluationInput;
  readonly #problems = new Map<string, Problem>();
  readonly #absent = new Map<string, { name: string; isCondition: boolean }>();
  #segments: Segment[] = [];
  #length = 0;
  #steps = 0;

  constructor(input: EvaluationInput) {
    this.#input = input;
  }

  run(program: TemplateProgram): Evaluation {
    const { inputs, data } = this.#input;
    const frame: Frame = {
      contexts: [inputs],
      inputs: [true],
      data: { ...data, root: inputs },
      own: new Map(),
      partials: new Map(),
      partialDepth: 0,
      includedAt: undefined,
    };
    try {
      this.#program(program, frame);
    } catch (error) {
      if (!(error instanceof RenderingStopped)) throw error;
    }
    return { segments: this.#segments, absent: [...this.#absent.values()], problems: [...this.#problems.values()] };
  }

  #program(program: TemplateProgram, outer: Frame) {
    const inline = program.nodes.flatMap((node) => (node.type === 'inline-partial' ? [node] : []));
    const partials = new Map(outer.partials);
    const frame = inline.length > 0 ? { ...outer, partials } : outer;
    for (const node of inline) partials.set(node.name, { program: node.program, frame });
    for (const node of program.nodes) this.#node(node, frame);
  }

  #node(node: TemplateNode, frame: Frame) {
    if (++this.#steps > maxSteps) this.#stop(placeOf(node, frame), 'too many steps');
    if (node.type === 'text') this.#write(node.text, node.range, frame);
    else if (node.type === 'block') this.#block(node, frame);
    else if (node.type === 'partial') this.#partial(node, frame);
    else if (node.type === 'output') this.#output(node.expression, frame);
  }

  #output(expression: TemplateExpression, frame: Frame) {
    if (expression.type === 'call' && this.#marker(expression, frame)) return;
    const value = this.#value(expression, frame);
    if (value === undefined || value === null) return;
    if (typeof value === 'object' && !Array.isArray(value))
      this.#report(expression.range, frame, {
        severity: 'warning',
        code: 'object-as-text',
        message: 'This value is an object and is written as "[object Object]": write {{json …}} instead.',
      });
    this.#write(plainText(value), expression.range, frame);
  }

  #write(text: string, range: TextRange, frame: Frame) {
    this.#length += text.length;
    if (this.#length > maxRenderedLength) this.#stop(frame.includedAt ?? range, 'more than 5 MB');
    const last = this.#segments.at(-1);
    if (last?.type === 'text') this.#segments[this.#segments.length - 1] = { type: 'text', text: last.text + text };
    else this.#segments.push({ type: 'text', text });
  }

  /** Writes a role, history, media or section; false when the call is none of these. */
  #marker(call: CallExpression, frame: Frame): boolean {
    if (call.helper === 'history') this.#segments.push({ type: 'history' });
    else if (call.helper === 'role') this.#role(call, frame);
    else if (call.helper === 'media') this.#media(call, frame);
    else if (call.helper === 'section')
      this.#segments.push({ type: 'section', purpose: plainText(this.#argument(call, 0, frame)) });
    else return false;
    return true;
  }

  #role(call: CallExpression, frame: Frame) {
    const name = this.#argument(call, 0, frame);
    const role = templateRoles.find((known) => known === name);
    if (role) this.#segments.push({ type: 'role', role: role === 'model' ? 'assistant' : role });
    else
      this.#report(call.range, frame, {
        severity: 'error',
        code: 'unknown-role',
        message: 'There is no such role: write system, user, model or tool.',
      });
  }

  #media(call: CallExpression, frame: Frame) {
    const url = plainText(this.#hashValue(call.hash, 'url', frame));
    // The input that gives the address has no value and is among the missing ones, so there is nothing to send.
    if (url === '') return;
    const contentType = plainText(this.#hashValue(call.hash, 'contentType', frame));
    this.#segments.push({ type: 'media', url, ...(contentType ? { contentType } : {}) });
  }

  #block(node: BlockNode, frame: Frame) {
    const { expression, program, inverse } = node;
    if (expression.type !== 'call') return this.#sectionBlock(node, this.#value(expression, frame, true), frame);
    const first = () => this.#argument(expression, 0, frame);
    switch (expression.helper) {
      case 'if':
      case 'unless': {
        const value = first();
        const includesZero = value === 0 && this.#hashValue(expression.hash, 'includeZero', frame) === true;
        const holds = includesZero || !isEmpty(value);
        return this.#program(holds === (expression.helper === 'if') ? program : inverse, frame);
      }
      case 'ifEquals':
      case 'unlessEquals': {
        const isSame = first() === this.#argument(expression, 1, frame);
        return this.#program(isSame === (expression.helper === 'ifEquals') ? program : inverse, frame);
      }
      case 'each':
        return this.#each(node, first(), frame);
      case 'with': {
        const value = first();
        if (isEmpty(value, true)) return this.#program(inverse, frame);
        return this.#program(program, this.#enter(frame, value, withOwn(program, [value])));
      }
      case 'role':
      case 'section':
        return this.#markerBlock(node, expression, frame);
      default:
        return this.#unknownHelper(expression, frame);
    }
  }

  /** Renders `{{#role "user"}}…{{/role}}`: dotprompt has no such form, but people write it and mean the text inside. */
  #markerBlock(node: BlockNode, call: CallExpression, frame: Frame) {
    this.#marker(call, frame);
    this.#program(node.program, frame);
    if (call.helper === 'role') this.#segments.push({ type: 'role', role: 'user' });
  }

  /** Renders `{{#name}}…{{/name}}` where `name` is a variable. */
  #sectionBlock(node: BlockNode, value: unknown, frame: Frame) {
    if (value === true) return this.#program(node.program, frame);
    if (value === false || value === null || value === undefined) return this.#program(node.inverse, frame);
    if (Array.isArray(value)) return this.#each(node, value, frame);
    return this.#program(node.program, this.#enter(frame, value, new Map()));
  }

  #each(node: BlockNode, list: unknown, frame: Frame) {
    const entries = entriesOf(list);
    if (entries.length === 0) return this.#program(node.inverse, frame);
    for (const [index, [key, item]] of entries.entries()) {
      const isLast = index === entries.length - 1;
      const data = { ...frame.data, [parentData]: frame.data, key, index, first: index === 0, last: isLast };
      const inner = this.#enter(frame, item, withOwn(node.program, [item, key]));
      this.#program(node.program, { ...inner, data });
    }
  }

  /** The frame inside a block whose `this` is `context`; `../` only counts blocks that change `this`. */
  #enter(frame: Frame, context: unknown, own: ReadonlyMap<string, unknown>): Frame {
    const names = own.size > 0 ? new Map([...frame.own, ...own]) : frame.own;
    if (context === frame.contexts[0]) return { ...frame, own: names };
    return { ...frame, own: names, contexts: [context, ...frame.contexts], inputs: [false, ...frame.inputs] };
  }

  #partial(node: PartialNode, frame: Frame) {
    const includedAt = frame.includedAt ?? node.nameRange;
    if (frame.partialDepth >= maxPartialDepth) this.#stop(includedAt, `partials nested deeper than ${maxPartialDepth}`);
    const name = typeof node.name === 'string' ? node.name : plainText(this.#value(node.name, frame));
    const own = frame.partials.get(name);
    const program = own?.program ?? this.#input.partials.get(name) ?? node.fallback;
    if (!program) {
      const message = `There is no partial "${name}".`;
      return this.#report(node.nameRange, frame, { severity: 'error', code: 'missing-partial', message });
    }
    const partials = new Map(own?.frame.partials ?? frame.partials);
    if (node.fallback) partials.set('@partial-block', { program: node.fallback, frame });
    const inner = { ...this.#partialContext(node, frame), partials, partialDepth: frame.partialDepth + 1, includedAt };
    if (node.indent) this.#indented(node.indent, () => this.#program(program, inner));
    else this.#program(program, inner);
  }

  #partialContext(node: PartialNode, frame: Frame): Frame {
    const base = node.context ? this.#enter(frame, this.#value(node.context, frame), new Map()) : frame;
    if (node.hash.length === 0) return base;
    const [context] = base.contexts;
    // An argument without a value becomes null inside the partial, since it is reported here, under the name that its author knows.
    const named = node.hash.map(({ key, value }) => [key, this.#value(value, frame) ?? null] as const);
    const merged = Object.fromEntries([...Object.entries(isJsonObject(context) ? context : {}), ...named]);
    return { ...base, contexts: [merged, ...base.contexts], inputs: [base.inputs[0] ?? false, ...base.inputs] };
  }

  /** Runs `render` and puts `indent` before each line that it wrote. */
  #indented(indent: string, render: () => void) {
    const before = this.#segments;
    this.#segments = [];
    render();
    const written = indentSegments(this.#segments, indent);
    this.#segments = before;
    for (const segment of written) {
      const last = this.#segments.at(-1);
      if (segment.type === 'text' && last?.type === 'text')
        this.#segments[this.#segments.length - 1] = { type: 'text', text: last.text + segment.text };
      else this.#segments.push(segment);
    }
  }

  #value(expression: TemplateExpression, frame: Frame, isCondition = false): unknown {
    if (expression.type === 'literal') return expression.value;
    if (expression.type === 'path') return this.#path(expression, frame, isCondition);
    return this.#call(expression, frame);
  }

  #call(call: CallExpression, frame: Frame): unknown {
    const first = () => this.#argument(call, 0, frame);
    if (call.helper === 'json') return this.#json(call, frame);
    if (call.helper === 'lookup') return property(first(), plainText(this.#argument(call, 1, frame)));
    if (call.helper === 'log') return undefined;
    if (/^[=!<>]/.test(call.helper)) return compareValues(first(), call.helper, this.#argument(call, 1, frame));
    return this.#unknownHelper(call, frame);
  }

  #json(call: CallExpression, frame: Frame): string | undefined {
    const indent = this.#hashValue(call.hash, 'indent', frame);
    return JSON.stringify(this.#argument(call, 0, frame), null, typeof indent === 'number' ? indent : 0);
  }

  #argument(call: CallExpression, index: number, frame: Frame): unknown {
    const parameter = call.parameters[index];
    return parameter && this.#value(parameter, frame, decidesOnly(call.helper));
  }

  #hashValue(hash: readonly HashEntry[], key: string, frame: Frame): unknown {
    const entry = hash.findLast((candidate) => candidate.key === key);
    return entry && this.#value(entry.value, frame);
  }

  #path(path: PathExpression, frame: Frame, isCondition: boolean): unknown {
    const { parts, depth, isData, isScoped } = path;
    const [first = '', ...rest] = parts;
    if (isData) return rest.reduce(property, property(outerData(frame.data, depth), first));
    if (!isScoped && depth === 0 && frame.own.has(first)) return rest.reduce(property, frame.own.get(first));
    const context = frame.contexts[depth];
    const value = parts.reduce(property, context);
    if (value === undefined && frame.inputs[depth]) this.#noteAbsent(parts, context, isCondition);
    return value;
  }

  #noteAbsent(parts: readonly string[], context: unknown, isCondition: boolean) {
    const depth = parts.findIndex((_part, index) => parts.slice(0, index + 1).reduce(property, context) === undefined);
    const name = parts.slice(0, depth + 1).join('.');
    const known = this.#absent.get(name);
    this.#absent.set(name, { name, isCondition: isCondition && (known?.isCondition ?? true) });
  }

  #unknownHelper(call: CallExpression, frame: Frame): undefined {
    const message = `There is no helper "${call.helper}".`;
    this.#report(call.range, frame, { severity: 'error', code: 'unknown-helper', message });
  }

  #report(range: TextRange, frame: Frame, problem: Omit<Problem, 'range'>) {
    const place = frame.includedAt ?? range;
    this.#problems.set(`${problem.code} ${place.start} ${problem.message}`, { ...problem, range: place });
  }

  #stop(range: TextRange, what: string): never {
    const message = `This prompt is too large to render (${what}): include less, or end the partial that includes itself.`;
    this.#problems.set('too-large', { severity: 'error', code: 'too-large', message, range });
    throw new RenderingStopped();
  }
}

function outerData(data: Data, depth: number): Data {
  const parent = data[parentData];
  return depth > 0 && parent ? outerData(parent, depth - 1) : data;
}

function placeOf(node: TemplateNode, frame: Frame): TextRange {
  return frame.includedAt ?? (node.type === 'inline-partial' ? { start: 0, end: 0 } : node.range);
}

function withOwn(program: TemplateProgram, values: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(program.blockParameters.map((name, index) => [name, values[index]]));
}

function indentSegments(segments: readonly Segment[], indent: string): readonly Segment[] {
  let startsLine = true;
  return segments.map((segment) => {
    if (segment.type !== 'text') return segment;
    const text = (startsLine ? indent : '') + segment.text.replace(/\n(?=[\s\S])/g, `\n${indent}`);
    startsLine = segment.text.endsWith('\n');
    return { type: 'text', text };
  });
}
