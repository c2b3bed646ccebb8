import type { JsonValue } from '../../json.ts';
import type {
  BlockNode,
  CallExpression,
  PartialNode,
  PathExpression,
  TemplateExpression,
  TemplateNode,
  TemplateProgram,
} from '../../prompt/templateTree.ts';
import { plainText } from '../../prompt/templateValues.ts';
import { roleOf } from '../calls/readMessages.ts';
import { mediaMark, messageStart } from './conversationText.ts';
import type { Condition, State, StateGraph, Target } from './states.ts';
import { roleNode } from './treeParts.ts';

/** The meaning of names at a place of the template. */
interface Scope {
  /** The values of `this`, `../this`, …; undefined where nobody can say what they are. */
  readonly contexts: readonly (Target | undefined)[];
  readonly own: ReadonlyMap<string, Target | undefined>;
  readonly aliases: ReadonlyMap<string, TemplateExpression>;
  readonly partials: ReadonlyMap<string, TemplateProgram>;
  readonly depth: number;
  readonly indent: string;
}

const deepestPartial = 20;
/** The most states of a template. A partial that includes itself twice would have a million. */
const mostStates = 4_000;

/**
 * The states that read what a template of dotprompt writes. `history` says whether messages that the template does not name may stand before its
 * last one; `rest`, whether the conversation may go on behind them. Undefined for a template that is too large to be matched.
 */
export function templateStates(
  program: TemplateProgram,
  partials: ReadonlyMap<string, TemplateProgram>,
  may: { readonly history: boolean; readonly rest: boolean },
): StateGraph | undefined {
  const compiler = new Compiler();
  const root: Scope = {
    contexts: [{ loop: undefined, parts: [] }],
    own: new Map(),
    aliases: new Map(),
    partials,
    depth: 0,
    indent: '',
  };
  const end = compiler.add({ type: 'end' });
  const last = may.rest ? compiler.add({ type: 'messages', name: 'rest', next: end }) : end;
  const nodes = withFirstRole(program.nodes);
  const split = may.history ? lastRole(nodes) : -1;
  const closing = split < 0 ? last : compiler.nodes(nodes.slice(split), root, last);
  const history = split < 0 ? last : compiler.add({ type: 'messages', name: 'history', next: closing });
  const start = compiler.nodes(split < 0 ? nodes : nodes.slice(0, split), root, history);
  return compiler.isTooLarge ? undefined : { states: compiler.states, start };
}

/** A template without a role at its start begins with a user's message, and a message of blanks alone is none. */
function withFirstRole(nodes: readonly TemplateNode[]): readonly TemplateNode[] {
  const all = [roleNode('user'), ...nodes];
  return all.filter((node, index) => {
    const next = all[index + 1];
    const isBlank = (one: TemplateNode | undefined) => one?.type === 'text' && one.text.trim() === '';
    if (isRole(node)) return !(isMark(next) || (isBlank(next) && (isMark(all[index + 2]) || all.length === index + 2)));
    return !(isBlank(node) && isMark(all[index - 1]) && (next === undefined || isMark(next)));
  });
}

function lastRole(nodes: readonly TemplateNode[]): number {
  return nodes.some(isHistory) ? -1 : nodes.findLastIndex(isRole);
}

function isMark(node: TemplateNode | undefined): boolean {
  return isRole(node) || isHistory(node);
}

function isRole(node: TemplateNode | undefined): boolean {
  return node?.type === 'output' && node.expression.type === 'call' && node.expression.helper === 'role';
}

function isHistory(node: TemplateNode | undefined): boolean {
  return node?.type === 'output' && node.expression.type === 'call' && node.expression.helper === 'history';
}

/** Builds states from the end of the template to its start, since each has to know what comes behind it. */
class Compiler {
  readonly states: State[] = [];

  add(state: State): number {
    this.states.push(state);
    return this.states.length - 1;
  }

  get isTooLarge(): boolean {
    return this.states.length >= mostStates;
  }

  nodes(nodes: readonly TemplateNode[], outer: Scope, next: number): number {
    if (this.isTooLarge) return next;
    const inline = nodes.flatMap((node) =>
      node.type === 'inline-partial' ? [[node.name, node.program] as const] : [],
    );
    const scope = inline.length > 0 ? { ...outer, partials: new Map([...outer.partials, ...inline]) } : outer;
    return nodes.reduceRight((behind, node) => this.#node(node, scope, behind), next);
  }

  #node(node: TemplateNode, scope: Scope, next: number): number {
    if (node.type === 'text') return this.#literal(node.text, scope, next);
    if (node.type === 'output') return this.#output(node.expression, scope, next);
    if (node.type === 'block') return this.#block(node, scope, next);
    return node.type === 'partial' ? this.#partial(node, scope, next) : next;
  }

  #literal(text: string, { indent }: Scope, next: number): number {
    if (text === '') return next;
    const whole = indent === '' ? text : text.replaceAll('\n', `\n${indent}`);
    const behind = this.states[next];
    if (behind?.type === 'literal') return this.add({ type: 'literal', text: whole + behind.text, next: behind.next });
    return this.add({ type: 'literal', text: whole, next });
  }

  #output(expression: TemplateExpression, scope: Scope, next: number): number {
    if (expression.type === 'literal') return this.#literal(plainText(expression.value), scope, next);
    if (expression.type === 'path') return this.#path(expression, scope, next, false);
    const [first] = expression.parameters;
    switch (expression.helper) {
      case 'role': {
        const role = first?.type === 'literal' ? roleOf(plainText(first.value)) : undefined;
        return role === undefined ? next : this.#literal(messageStart(role), { ...scope, indent: '' }, next);
      }
      case 'history':
        return this.add({ type: 'messages', name: 'history', next });
      case 'media':
        return this.#media(expression, scope, next);
      case 'json':
        return first?.type === 'path' ? this.#path(first, scope, next, true) : this.#unknown(next);
      case 'log':
      case 'section':
        return next;
      default:
        return this.#unknown(next);
    }
  }

  #media({ hash }: CallExpression, scope: Scope, next: number): number {
    const url = hash.find(({ key }) => key === 'url')?.value;
    if (url?.type !== 'path') return this.#unknown(next);
    const closed = this.add({ type: 'literal', text: mediaMark, next });
    return this.add({ type: 'literal', text: mediaMark, next: this.#path(url, scope, closed, false) });
  }

  #unknown(next: number): number {
    return this.add({ type: 'hole', target: undefined, isJson: false, indent: '', next });
  }

  #path(path: PathExpression, scope: Scope, next: number, isJson: boolean): number {
    const [first = ''] = path.parts;
    const alias = path.depth === 0 && !path.isScoped && path.parts.length === 1 ? scope.aliases.get(first) : undefined;
    if (alias) return this.#output(alias, { ...scope, aliases: new Map() }, next);
    return this.add({ type: 'hole', target: targetOf(path, scope), isJson, indent: scope.indent, next });
  }

  #block(node: BlockNode, scope: Scope, next: number): number {
    const { expression, program, inverse } = node;
    if (expression.type !== 'call') return this.#section(node, scope, next);
    const [first] = expression.parameters;
    switch (expression.helper) {
      case 'if':
      case 'ifEquals':
        return this.#choice(expression, this.#body(program, scope, next), this.#body(inverse, scope, next), scope);
      case 'unless':
      case 'unlessEquals':
        return this.#choice(expression, this.#body(inverse, scope, next), this.#body(program, scope, next), scope);
      case 'each':
        return this.#each(node, first, scope, next);
      case 'with': {
        const target = first?.type === 'path' ? targetOf(first, scope) : undefined;
        const inner = { ...scope, contexts: [target, ...scope.contexts], ...withOwn(scope, program, [target]) };
        return this.#choice(expression, this.#body(program, inner, next), this.#body(inverse, scope, next), scope);
      }
      case 'role':
        return this.#output(expression, scope, this.#body(program, scope, next));
      default:
        return this.#unknown(next);
    }
  }

  #body(program: TemplateProgram, scope: Scope, next: number): number {
    return this.nodes(program.nodes, scope, next);
  }

  #choice(call: CallExpression, yes: number, no: number, scope: Scope): number {
    return this.add({ type: 'choice', condition: conditionOf(call, scope), yes, no });
  }

  #each({ program, inverse }: BlockNode, list: TemplateExpression | undefined, scope: Scope, next: number): number {
    const target = list?.type === 'path' ? targetOf(list, scope) : undefined;
    if (!target) return this.#unknown(next);
    const none = this.#body(inverse, scope, next);
    const loop: Extract<State, { type: 'loop' }> = { type: 'loop', target, body: 0, next, none };
    const index = this.add(loop);
    const turn = this.add({ type: 'turn', loop: index });
    const item: Target = { loop: index, parts: [] };
    const inner = { ...scope, contexts: [item, ...scope.contexts], ...withOwn(scope, program, [item]) };
    loop.body = this.#body(program, inner, turn);
    return index;
  }

  /** `{{#name}}…{{/name}}` is a loop over a list, or a branch on anything else; a list is what it mostly is. */
  #section(node: BlockNode, scope: Scope, next: number): number {
    const { expression, program, inverse } = node;
    const loop = this.#each(node, expression, scope, next);
    const target = expression.type === 'path' ? targetOf(expression, scope) : undefined;
    if (!target) return loop;
    const plain = this.#body(program, scope, next);
    const branch = this.add({
      type: 'choice',
      condition: { target, equals: true },
      yes: plain,
      no: this.#body(inverse, scope, next),
    });
    return this.add({ type: 'choice', condition: undefined, yes: loop, no: branch });
  }

  #partial(node: PartialNode, scope: Scope, next: number): number {
    const program = typeof node.name === 'string' ? (scope.partials.get(node.name) ?? node.fallback) : undefined;
    if (!program || scope.depth >= deepestPartial) return this.#unknown(next);
    const context = node.context?.type === 'path' ? targetOf(node.context, scope) : undefined;
    const inner: Scope = {
      ...scope,
      contexts: node.context ? [context, ...scope.contexts] : scope.contexts,
      aliases: new Map([...scope.aliases, ...node.hash.map(({ key, value }) => [key, value] as const)]),
      partials: node.fallback ? new Map([...scope.partials, ['@partial-block', node.fallback]]) : scope.partials,
      depth: scope.depth + 1,
      indent: scope.indent + node.indent,
    };
    if (node.indent === '') return this.#body(program, inner, next);
    return this.#literal(
      node.indent,
      { ...scope, indent: '' },
      this.#body(withoutLastFeed(program), inner, this.#literal(lastFeed(program), { ...scope, indent: '' }, next)),
    );
  }
}

/** The line end that closes an indented partial starts no further line of it. */
function lastFeed(program: TemplateProgram): string {
  const last = program.nodes.at(-1);
  return last?.type === 'text' && last.text.endsWith('\n') ? '\n' : '';
}

function withoutLastFeed(program: TemplateProgram): TemplateProgram {
  const last = program.nodes.at(-1);
  if (last?.type !== 'text' || !last.text.endsWith('\n')) return program;
  return { ...program, nodes: [...program.nodes.slice(0, -1), { ...last, text: last.text.slice(0, -1) }] };
}

function withOwn(scope: Scope, program: TemplateProgram, values: readonly (Target | undefined)[]): Pick<Scope, 'own'> {
  const named = program.blockParameters.map((name, index) => [name, values[index]] as const);
  return { own: new Map([...scope.own, ...named]) };
}

function targetOf(path: PathExpression, scope: Scope): Target | undefined {
  const [first = '', ...rest] = path.parts;
  if (path.isData) return path.depth === 0 && first === 'root' ? { loop: undefined, parts: rest } : undefined;
  if (!path.isScoped && path.depth === 0 && scope.own.has(first)) return below(scope.own.get(first), rest);
  return below(scope.contexts[path.depth], path.parts);
}

function below(target: Target | undefined, parts: readonly string[]): Target | undefined {
  return target && { loop: target.loop, parts: [...target.parts, ...parts] };
}

/** What a branch asks; undefined where the way it goes says nothing of a value, as with `@first` and order. */
function conditionOf(call: CallExpression, scope: Scope): Condition | undefined {
  const [first, second] = call.parameters;
  if (first?.type === 'call')
    return /^={2,3}$/.test(first.helper) ? conditionOf({ ...first, helper: 'ifEquals' }, scope) : undefined;
  const alias =
    first?.type === 'path' && first.parts.length === 1 ? scope.aliases.get(first.parts[0] ?? '') : undefined;
  const path = alias ?? first;
  const target = path?.type === 'path' ? targetOf(path, scope) : undefined;
  if (!target) return undefined;
  if (!call.helper.endsWith('Equals')) return { target };
  const value: JsonValue | undefined = second?.type === 'literal' ? (second.value ?? null) : undefined;
  return value === undefined ? undefined : { target, equals: value };
}
