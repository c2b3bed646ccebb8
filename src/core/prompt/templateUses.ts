import type { TextRange } from '../text/textRange.ts';
import { type HelperSpecification, isHelperName, templateHelpers } from './templateHelpers.ts';
import type {
  BlockNode,
  CallExpression,
  PartialNode,
  PathExpression,
  TemplateExpression,
  TemplateNode,
  TemplateProgram,
} from './templateTree.ts';

/** Something that a template refers to. */
export type TemplateUse =
  /** An input. The name is empty for the inputs as a whole (`this` at the top). */
  | { readonly type: 'variable'; readonly name: string; readonly isCondition: boolean; readonly range: TextRange }
  | {
      readonly type: 'partial';
      readonly name: string;
      /** True when the names inside the partial are the inputs, too. */
      readonly seesInputs: boolean;
      /** Named arguments, which hide inputs of the same name inside the partial. */
      readonly hides: readonly string[];
      readonly hasFallback: boolean;
      readonly range: TextRange;
    }
  | { readonly type: 'call'; readonly call: CallExpression; readonly isBlock: boolean; readonly range: TextRange };

/** The meaning of names at one place: whether `this`, `../this`, … are the inputs, and which names are the block's own. */
interface Scope {
  readonly inputs: readonly boolean[];
  readonly own: ReadonlySet<string>;
  readonly inlinePartials: ReadonlySet<string>;
}

/** Yields every use in order of appearance; names inside of `{{#each}}` and similar blocks are known not to be inputs. */
export function* templateUses(program: TemplateProgram, scope = topScope): Generator<TemplateUse> {
  const own = new Set([...scope.own, ...program.blockParameters]);
  const inline = program.nodes.flatMap((node) => (node.type === 'inline-partial' ? [node.name] : []));
  const inner = { ...scope, own, inlinePartials: new Set([...scope.inlinePartials, ...inline]) };
  for (const node of program.nodes) yield* usesOfNode(node, inner);
}

const topScope: Scope = { inputs: [true], own: new Set(), inlinePartials: new Set() };

function* usesOfNode(node: TemplateNode, scope: Scope): Generator<TemplateUse> {
  if (node.type === 'output') yield* usesOfExpression(node.expression, scope, false);
  else if (node.type === 'inline-partial') yield* templateUses(node.program, scope);
  else if (node.type === 'partial') yield* usesOfPartial(node, scope);
  else if (node.type === 'block') yield* usesOfBlock(node, scope);
}

function* usesOfBlock(node: BlockNode, scope: Scope): Generator<TemplateUse> {
  const { expression } = node;
  if (expression.type === 'call') {
    yield { type: 'call', call: expression, isBlock: true, range: expression.range };
    yield* usesOfArguments(expression, scope);
  } else {
    yield* usesOfExpression(expression, scope, true);
  }
  yield* templateUses(node.program, scopeInside(expression, scope));
  yield* templateUses(node.inverse, scope);
}

function scopeInside(expression: TemplateExpression, scope: Scope): Scope {
  const isEach = expression.type === 'call' && expression.helper === 'each';
  const isWith = expression.type === 'call' && expression.helper === 'with';
  if (expression.type === 'call' && !isEach && !isWith) return scope;
  const subject = expression.type === 'call' ? expression.parameters[0] : expression;
  if (isWith && subject?.type === 'path' && subject.parts.length === 0 && subject.depth === 0) return scope;
  return { ...scope, inputs: [false, ...scope.inputs] };
}

function* usesOfPartial(node: PartialNode, scope: Scope): Generator<TemplateUse> {
  if (typeof node.name !== 'string') yield* usesOfExpression(node.name, scope, false);
  else if (!scope.inlinePartials.has(node.name) && node.name !== '@partial-block')
    yield {
      type: 'partial',
      name: node.name,
      seesInputs: !node.context && (scope.inputs[0] ?? false),
      hides: node.hash.map((entry) => entry.key),
      hasFallback: node.fallback !== undefined,
      range: node.nameRange,
    };
  if (node.context) yield* usesOfExpression(node.context, scope, false);
  for (const { value } of node.hash) yield* usesOfExpression(value, scope, false);
  if (node.fallback) yield* templateUses(node.fallback, scope);
}

function* usesOfExpression(expression: TemplateExpression, scope: Scope, isCondition: boolean): Generator<TemplateUse> {
  if (expression.type === 'path') yield* usesOfPath(expression, scope, isCondition);
  if (expression.type !== 'call') return;
  yield { type: 'call', call: expression, isBlock: false, range: expression.range };
  yield* usesOfArguments(expression, scope);
}

function* usesOfArguments(call: CallExpression, scope: Scope): Generator<TemplateUse> {
  const isCondition = decidesOnly(call.helper);
  for (const parameter of call.parameters) yield* usesOfExpression(parameter, scope, isCondition);
  for (const { value } of call.hash) yield* usesOfExpression(value, scope, isCondition);
}

/** True for helpers whose arguments only choose what is rendered: conditions, and comparisons inside them. */
export function decidesOnly(helper: string): boolean {
  if (!isHelperName(helper)) return /^[=!<>]/.test(helper);
  const specification: HelperSpecification = templateHelpers[helper];
  return specification.isCondition ?? false;
}

function* usesOfPath(path: PathExpression, scope: Scope, isCondition: boolean): Generator<TemplateUse> {
  const { isData, isScoped, depth, parts, range } = path;
  const [first = '', second = ''] = parts;
  if (isData) {
    if (first === 'root') yield { type: 'variable', name: second, isCondition, range };
    return;
  }
  if (!isScoped && depth === 0 && scope.own.has(first)) return;
  if (scope.inputs[depth] ?? false) yield { type: 'variable', name: first, isCondition, range };
}
