import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { listAt, textAt } from '../../jsonRead.ts';
import type { PathExpression, TemplateExpression, TemplateNode } from '../../prompt/templateTree.ts';
import { jinjaTree } from '../../text/jinja.ts';
import {
  blockNode,
  callOf,
  literalOf,
  outputNode,
  pathOf,
  programOf,
  rootPath,
  textNode,
  unknownValue,
} from './treeParts.ts';

/** Names that are no inputs: those of loops stand for their items, and of those that the template sets itself nothing is known. */
interface Names {
  readonly items: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
}

/** Filters that leave most values as they are: whether they did so here, rendering proves. */
const plainFilters = new Set(['trim', 'string', 'safe', 'e', 'escape', 'default', 'd']);
const tests: ReadonlySet<string> = new Set(['defined', 'true']);

/** A Jinja template as a tree in dotprompt's form: values, branches and loops. Undefined for a template that cannot be read. */
export function jinjaNodes(source: string): readonly TemplateNode[] | undefined {
  try {
    const tree: JsonValue = JSON.parse(JSON.stringify(jinjaTree(source)));
    const closing = source.endsWith('\n') ? [textNode('\n')] : [];
    return [...nodesIn(listAt(tree, 'body'), { items: new Set(), unknown: new Set() }), ...closing];
  } catch {
    return undefined;
  }
}

function nodesIn(body: readonly JsonValue[], outer: Names): readonly TemplateNode[] {
  const set = body.flatMap((node) => (textAt(node, 'type') === 'Set' ? (namesIn(child(node, 'assignee')) ?? []) : []));
  const names = { ...outer, unknown: new Set([...outer.unknown, ...set]) };
  return body.flatMap((node) => (isJsonObject(node) ? nodesOf(node, names) : []));
}

function nodesOf(node: JsonObject, names: Names): readonly TemplateNode[] {
  switch (node['type']) {
    case 'StringLiteral':
      return [textNode(textAt(node, 'value') ?? '')];
    case 'If':
      return [branch(node, names)];
    case 'For':
      return [loop(node, names)];
    case 'Set':
    case 'Comment':
      return [];
    default:
      return [outputNode(printed(node, names))];
  }
}

function branch(node: JsonObject, names: Names): TemplateNode {
  const [yes, no] = [nodesIn(listAt(node, 'body'), names), nodesIn(listAt(node, 'alternate'), names)];
  const { expression, isTurned } = asked(child(node, 'test'), names);
  const [first, second] = isTurned ? [no, yes] : [yes, no];
  return blockNode(expression, programOf(first), second);
}

/** What a branch asks. A question that says nothing of one value alone is one of which either answer is tried. */
function asked(test: JsonValue, names: Names): { readonly expression: TemplateExpression; readonly isTurned: boolean } {
  const type = textAt(test, 'type');
  const operator = textAt(child(test, 'operator'), 'value');
  if (type === 'UnaryExpression' && operator === 'not') {
    const inner = asked(child(test, 'argument'), names);
    return { ...inner, isTurned: !inner.isTurned };
  }
  if (type === 'TestExpression' && tests.has(textAt(child(test, 'test'), 'value') ?? '')) {
    const expression = callOf('if', [valueIn(child(test, 'operand'), names)]);
    return { expression, isTurned: isJsonObject(test) && test['negate'] === true };
  }
  if (type === 'BinaryExpression' && (operator === '==' || operator === '!=')) {
    const [left, right] = [valueIn(child(test, 'left'), names), valueIn(child(test, 'right'), names)];
    return { expression: callOf('ifEquals', [left, right]), isTurned: operator === '!=' };
  }
  return { expression: callOf('if', [valueIn(test, names)]), isTurned: false };
}

function loop(node: JsonObject, names: Names): TemplateNode {
  const items = namesIn(child(node, 'loopvar')) ?? [];
  const own = {
    items: new Set([...names.items, ...items]),
    unknown: new Set([...[...names.unknown].filter((name) => !items.includes(name)), 'loop']),
  };
  const list = items.length === 1 ? valueIn(withoutDefault(child(node, 'iterable')), names) : unknownValue;
  const body = programOf(nodesIn(listAt(node, 'body'), own), items);
  return blockNode(callOf('each', [list]), body, nodesIn(listAt(node, 'defaultBlock'), names));
}

/** The list behind the default that our renderer gives to every loop. */
function withoutDefault(iterable: JsonValue): JsonValue {
  return textAt(iterable, 'type') === 'FilterExpression' ? child(iterable, 'operand') : iterable;
}

function printed(node: JsonValue, names: Names): TemplateExpression {
  if (textAt(node, 'type') !== 'FilterExpression') return valueIn(node, names);
  const [filter, operand] = [child(node, 'filter'), child(node, 'operand')];
  const name = textAt(filter, 'value') ?? textAt(child(filter, 'callee'), 'value') ?? '';
  if (name === 'tojson' && textAt(filter, 'type') === 'Identifier') return callOf('json', [valueIn(operand, names)]);
  return plainFilters.has(name) ? printed(operand, names) : unknownValue;
}

function valueIn(node: JsonValue, names: Names): TemplateExpression {
  const type = textAt(node, 'type') ?? '';
  const value = isJsonObject(node) ? node['value'] : undefined;
  if (
    /^(?:String|Integer|Float|Numeric|Boolean|Null)Literal$/.test(type) &&
    !isJsonObject(value) &&
    !Array.isArray(value)
  )
    return literalOf(value ?? null);
  const parts = partsOf(node);
  const [first = ''] = parts ?? [];
  if (first === 'true' || first === 'false') return literalOf(first === 'true');
  return parts === undefined || names.unknown.has(first) ? unknownValue : place(parts, names);
}

function place(parts: readonly string[], { items }: Names): PathExpression {
  return items.has(parts[0] ?? '') ? pathOf(parts) : rootPath(parts);
}

/** The names of `a.b` and `a["b"]`; undefined for anything that is more than names. */
function partsOf(node: JsonValue): readonly string[] | undefined {
  if (textAt(node, 'type') === 'Identifier') return [textAt(node, 'value') ?? ''];
  if (textAt(node, 'type') !== 'MemberExpression') return undefined;
  const [object, property] = [partsOf(child(node, 'object')), child(node, 'property')];
  const isName = isJsonObject(node) && (node['computed'] !== true || textAt(property, 'type') === 'StringLiteral');
  const name = isName ? textAt(property, 'value') : undefined;
  return object && name !== undefined ? [...object, name] : undefined;
}

/** The one name, or the names of a tuple. */
function namesIn(node: JsonValue): readonly string[] | undefined {
  const name = textAt(node, 'type') === 'Identifier' ? textAt(node, 'value') : undefined;
  return name === undefined ? listAt(node, 'value').flatMap((item) => textAt(item, 'value') ?? []) : [name];
}

function child(node: JsonValue, key: string): JsonValue {
  return isJsonObject(node) ? (node[key] ?? null) : null;
}
