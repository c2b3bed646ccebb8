import type { RoleLineTemplate } from '../../prompt/document.ts';
import { markedRoles, roleOf, withoutBlocks } from '../../prompt/roleLines.ts';
import type { TemplateNode } from '../../prompt/templateTree.ts';
import { jinjaNodes } from './jinjaNodes.ts';
import { mustacheNodes } from './mustacheNodes.ts';
import { callOf, outputNode, roleNode, textNode } from './treeParts.ts';

/** A sign that no template has, which stands for the mark of a role while the template is parsed. */
const mark = '\u{e000}match';
const marks = new RegExp(`${mark}([^\u{e001}]*)\u{e001}\\n?`, 'u');

/**
 * A template with role lines in Jinja or Mustache as a tree in dotprompt's form, with blocks that may go over several messages. Undefined
 * where it cannot be read, or where the roles themselves are values.
 */
export function roleLineNodes(template: RoleLineTemplate): readonly TemplateNode[] | undefined {
  const source = markedRoles({ ...template, source: withoutBlocks(template.source) }, mark);
  const nodes = template.engine === 'mustache' ? mustacheNodes(source) : jinjaNodes(source);
  if (!nodes || new RegExp(`${mark}role \\{\\{`, 'u').test(source)) return undefined;
  const first = template.dialect === 'litellm' ? 'user' : 'system';
  return atEdges([roleNode(first), ...withRoles(nodes)]);
}

function withRoles(nodes: readonly TemplateNode[]): readonly TemplateNode[] {
  return nodes.flatMap((node): readonly TemplateNode[] => {
    if (node.type === 'text') return splitAtMarks(node.text);
    if (node.type !== 'block') return [node];
    const [program, inverse] = [node.program, node.inverse].map((part) => ({ ...part, nodes: withRoles(part.nodes) }));
    return [{ ...node, program: program ?? node.program, inverse: inverse ?? node.inverse }];
  });
}

function splitAtMarks(text: string): readonly TemplateNode[] {
  return text.split(marks).flatMap((piece, index): readonly TemplateNode[] => {
    if (index % 2 === 0) return piece === '' ? [] : [textNode(piece)];
    if (piece === 'history') return [outputNode(callOf('history', []))];
    return [roleNode(roleOf(piece.replace(/^role |\u{e002}.*$/gsu, '')) ?? 'user')];
  });
}

/** Line ends at the edges of a message are no part of it. */
function atEdges(nodes: readonly TemplateNode[]): readonly TemplateNode[] {
  return nodes.map((node, index) => {
    if (node.type !== 'text') return node;
    const start = isEdge(nodes[index - 1]) ? node.text.replace(/^[\r\n]+/, '') : node.text;
    return { ...node, text: isEdge(nodes[index + 1]) ? start.replace(/[\r\n]+$/, '') : start };
  });
}

function isEdge(node: TemplateNode | undefined): boolean {
  return (
    node === undefined ||
    (node.type === 'output' && node.expression.type === 'call' && /^(?:role|history)$/.test(node.expression.helper))
  );
}
