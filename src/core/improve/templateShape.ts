import { hashJson } from '../hash.ts';
import type { PromptDocument, RoleLineTemplate } from '../prompt/document.ts';
import { parseTemplate } from '../prompt/parseTemplate.ts';
import { findPlaceholders } from '../prompt/placeholders.ts';
import { roleSections } from '../prompt/roleLines.ts';
import type { TemplateExpression, TemplateNode, TemplateProgram } from '../prompt/templateTree.ts';

/** What of a template must stay: every tag with what is nested in it, and the order of the roles. Texts are left out. */
export interface TemplateShape {
  readonly tags: readonly string[];
  readonly roles: readonly string[];
}

/** The shape of a prompt's template; undefined where it cannot be parsed. */
export function templateShape({ template }: PromptDocument): TemplateShape | undefined {
  if (template.kind === 'dotprompt') {
    const { program, problems } = parseTemplate(template.source);
    if (!program || problems.some(({ severity }) => severity === 'error')) return undefined;
    return { tags: tagsIn(program).toSorted(), roles: rolesIn(program) };
  }
  if (template.kind === 'role-lines') return roleLineShape(template);
  const names = template.messages.flatMap(({ source }) => findPlaceholders(source, 0).map(({ name }) => name));
  return { tags: names.toSorted(), roles: template.messages.map(({ role }) => role) };
}

const tags = /\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g;
const strayMarks = /\{\{|\}\}|\{%|%\}|\{#|#\}/g;

function roleLineShape(template: RoleLineTemplate): TemplateShape {
  const roles = roleSections(template).map(({ role = '', attributes }) => `${role}${attributes}`);
  return { ...markShape(template.source), roles };
}

/** Jinja, Nunjucks and Mustache have no tree here, so their tags stay in their order, and no mark may be left without its other half. */
export function markShape(source: string): TemplateShape {
  const strays = source.replace(tags, '').match(strayMarks) ?? [];
  return { tags: [...(source.match(tags) ?? []), ...strays], roles: [] };
}

/** True when both templates have the same tags and the same roles. */
export function isSameShape(left: TemplateShape, right: TemplateShape): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function tagsIn({ nodes, blockParameters }: TemplateProgram): readonly string[] {
  const names = blockParameters.length === 0 ? [] : [`as ${blockParameters.join(' ')}`];
  return [...names, ...nodes.flatMap((node) => signatureOf(node) ?? [])];
}

function signatureOf(node: TemplateNode): string | undefined {
  switch (node.type) {
    case 'text':
      return undefined;
    case 'output':
      return JSON.stringify(['output', ofExpression(node.expression)]);
    case 'block':
      return JSON.stringify([
        'block',
        ofExpression(node.expression),
        tagsIn(node.program).toSorted(),
        tagsIn(node.inverse).toSorted(),
      ]);
    case 'partial': {
      const { name, context, hash, fallback } = node;
      const called = typeof name === 'string' ? name : ofExpression(name);
      const given = [
        context ? ofExpression(context) : null,
        ...hash.map(({ key, value }) => [key, ofExpression(value)]),
      ];
      return JSON.stringify(['partial', called, given, fallback ? tagsIn(fallback).toSorted() : null]);
    }
    case 'inline-partial':
      // What an inline partial says may be reached from anywhere, so it stays as it is.
      return JSON.stringify(['inline', node.name, hashJson(JSON.parse(JSON.stringify(withoutPlaces(node.program))))]);
  }
}

function ofExpression(expression: TemplateExpression): string {
  return JSON.stringify(withoutPlaces(expression));
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) =>
      key === 'range' || key === 'nameRange' ? [] : [[key, withoutPlaces(field)]],
    ),
  );
}

function rolesIn({ nodes }: TemplateProgram): readonly string[] {
  return nodes.flatMap((node) =>
    node.type === 'output' && node.expression.type === 'call' && /^(role|history)$/.test(node.expression.helper)
      ? [ofExpression(node.expression)]
      : [],
  );
}
