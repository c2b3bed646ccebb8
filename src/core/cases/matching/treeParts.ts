import type {
  BlockNode,
  CallExpression,
  PathExpression,
  TemplateExpression,
  TemplateNode,
  TemplateProgram,
} from '../../prompt/templateTree.ts';

/** Parts of a tree in dotprompt's form, made of a template in another language. Nothing points at a place in a file by them. */
const noPlace = { start: 0, end: 0 };

export function textNode(text: string): TemplateNode {
  return { type: 'text', text, range: noPlace };
}

export function outputNode(expression: TemplateExpression): TemplateNode {
  return { type: 'output', expression, range: noPlace };
}

export function blockNode(
  expression: TemplateExpression,
  program: TemplateProgram,
  inverse: readonly TemplateNode[] = [],
): BlockNode {
  return { type: 'block', expression, program, inverse: programOf(inverse), range: noPlace };
}

export function programOf(nodes: readonly TemplateNode[], blockParameters: readonly string[] = []): TemplateProgram {
  return { nodes, blockParameters };
}

export function callOf(helper: string, parameters: readonly TemplateExpression[]): CallExpression {
  return { type: 'call', helper, parameters, hash: [], range: noPlace };
}

export function literalOf(value: string | number | boolean | null): TemplateExpression {
  return { type: 'literal', value, range: noPlace };
}

/** A path from the value that the block around it is about. */
export function pathOf(parts: readonly string[]): PathExpression {
  return { type: 'path', isData: false, depth: 0, parts, isScoped: false, range: noPlace };
}

/** A path from the inputs, wherever it stands. */
export function rootPath(parts: readonly string[]): PathExpression {
  return { ...pathOf(['root', ...parts]), isData: true };
}

/** A value that nobody gave: the number of an item, or what a filter makes of a value. */
export const unknownValue: CallExpression = callOf('unknown', []);

export function roleNode(role: string): TemplateNode {
  return outputNode(callOf('role', [literalOf(role)]));
}
