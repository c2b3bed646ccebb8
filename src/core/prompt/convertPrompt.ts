import { stringify } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Role } from '../messages.ts';
import { writtenToolSettings } from '../tools/writtenToolSettings.ts';
import type { PromptDocument, Template } from './document.ts';
import { roleOf, roleSections } from './roleLines.ts';

export type ConversionFormat = 'dotprompt' | 'github' | 'prompty';

/** A prompt in another format, with a sentence for every part that was lost. */
export interface Conversion {
  readonly text: string;
  readonly lost: readonly string[];
}

/** One message of a template, with its places written `{{name}}` wherever it has no logic. */
interface Section {
  readonly role: Role;
  readonly source: string;
}

/**
 * Writes a prompt in another format. The texts of its partials replace their places as far as they are known. Everything that is lost is
 * listed.
 */
export function convertPrompt(
  whole: PromptDocument,
  to: ConversionFormat,
  partials: ReadonlyMap<string, string> = new Map(),
): Conversion {
  const lost = new Set<string>();
  const document = withPartials(whole, partials);
  const sections = sectionsOf(document.template).map(({ role, source }) => ({
    role: roleFor(role, to, lost),
    source: convertTags(source, document.template, to, lost),
  }));
  noteCommonLosses(document, to, lost);
  const write = { dotprompt: asDotprompt, github: asGithub, prompty: asPrompty }[to];
  return { text: write(document, sections, lost), lost: [...lost] };
}

const mostNested = 5;

function withPartials(document: PromptDocument, partials: ReadonlyMap<string, string>): PromptDocument {
  const { template } = document;
  if (template.kind !== 'dotprompt') return document;
  let { source } = template;
  for (let depth = 0; depth < mostNested; depth++)
    source = source.replace(
      /\{\{~?\s*>\s*([\w./-]+)\s*~?\}\}/g,
      (place, name: string) => partials.get(name)?.trim() ?? place,
    );
  const left = document.partials.filter(({ value }) => !partials.has(value));
  return { ...document, template: { ...template, source }, partials: left };
}

function sectionsOf(template: Template): readonly Section[] {
  if (template.kind === 'placeholders') return template.messages;
  if (template.kind === 'role-lines') {
    const first: Role = template.dialect === 'litellm' ? 'user' : 'system';
    return roleSections(template).map(({ role, source }) => ({
      role: role === undefined ? first : (roleOf(role) ?? 'user'),
      source: source.trim(),
    }));
  }
  const pieces = template.source.split(/\{\{~?\s*role\s+["'](\w+)["']\s*~?\}\}/);
  const sections: Section[] = [{ role: 'user', source: (pieces[0] ?? '').trim() }];
  for (let index = 1; index < pieces.length; index += 2) {
    const name = pieces[index] === 'model' ? 'assistant' : (pieces[index] ?? '');
    sections.push({ role: roleOf(name) ?? 'user', source: (pieces[index + 1] ?? '').trim() });
  }
  return sections.filter(({ source }) => source !== '');
}

function roleFor(role: Role, to: ConversionFormat, lost: Set<string>): Role {
  if (role !== 'tool' || to === 'dotprompt') return role;
  lost.add('Messages of a tool became messages of the user.');
  return 'user';
}

const tag = /\{\{\{?[^{}]*\}?\}\}|\{%[^%]*%\}|\{#[^#]*#\}/g;

/**
 * Converts the tags of a template. Plain places are the same in all formats; anything else is only the same within one template language.
 */
function convertTags(source: string, template: Template, to: ConversionFormat, lost: Set<string>): string {
  const isSame =
    (template.kind === 'dotprompt' && to === 'dotprompt') ||
    (template.kind === 'role-lines' && template.engine === 'jinja2' && to === 'prompty');
  if (isSame) return source;
  return source.replace(tag, (whole) => {
    const name = /^\{\{\{?\s*([\p{L}_$][\p{L}\p{N}_$.-]*)\s*\}?\}\}$/u.exec(whole)?.[1];
    if (name !== undefined && name !== 'history') return `{{${name}}}`;
    lost.add(`The template's logic has no counterpart and stands as it was: ${whole}`);
    return whole;
  });
}

function noteCommonLosses(document: PromptDocument, to: ConversionFormat, lost: Set<string>) {
  if (to !== 'github') {
    if (document.testData.length > 0) lost.add('testData: keep the rows as a suite of their own.');
    if (document.evaluators.length > 0) lost.add('evaluators: keep them as the checks of a suite.');
  }
  if (to !== 'dotprompt') {
    for (const { value } of document.partials) lost.add(`The partial "${value}" is not included.`);
    for (const { value } of document.toolNames) lost.add(`The tool "${value}", which is defined elsewhere.`);
    for (const name of Object.keys(document.ext)) if (name !== 'polyprompt') lost.add(`The extension "${name}".`);
  }
  if (isJsonObject(document.raw['metadata']) && to === 'github') lost.add('metadata.');
}

function front(fields: JsonObject): string {
  const kept = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
  return stringify(kept, { lineWidth: 0 });
}

function isEmpty(value: JsonValue): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The settings as JSON, without those that each format writes in a place of its own. */
function settingsOf({ parameters }: PromptDocument): JsonObject {
  const { tools: _tools, toolChoice: _choice, output: _output, stopSequences, ...plain } = parameters;
  const stops = stopSequences ? { stopSequences: [...stopSequences] } : {};
  return { ...stops, ...plain };
}

function asDotprompt(document: PromptDocument, sections: readonly Section[]): string {
  const { description, model, output, input, tools } = document;
  const head = front({
    name: document.name,
    description: description ?? null,
    model: model?.value ?? null,
    'polyprompt.models': document.models.map(({ value }) => value),
    'polyprompt.evals': document.evals.map(({ value }) => value),
    config: settingsOf(document),
    input: {
      ...(isEmpty(input.defaults) ? {} : { default: input.defaults }),
      ...defined({ schema: input.schema }),
    },
    output: output ? { format: output.format, ...defined({ schema: output.schema }) } : null,
    toolDefs: tools.map(({ name, description: about, inputSchema }) => ({
      name,
      ...defined({ description: about, inputSchema }),
    })),
    ...writtenToolSettings(document.toolSettings ?? {}),
  });
  const [only, ...others] = sections;
  const body =
    only?.role === 'user' && others.length === 0
      ? only.source
      : sections
          .map(({ role, source }) => `{{role "${role === 'assistant' ? 'model' : role}"}}\n${source}`)
          .join('\n\n');
  return `---\n${head}---\n${body}\n`;
}

function asGithub(document: PromptDocument, sections: readonly Section[], lost: Set<string>): string {
  const { description, model, output, input } = document;
  const { maxOutputTokens, temperature, topP, ...others } = settingsOf(document);
  for (const key of Object.keys(others)) lost.add(`The setting "${key}".`);
  if (document.tools.length > 0) lost.add('Tools.');
  if (document.toolSettings) lost.add('What the tools give back.');
  if (input.schema) lost.add('The schema of the inputs.');
  const rows = document.testData.map(({ value }) => value);
  // The format has no defaults, and its editors take example values from the test data.
  const takesDefaults = rows.length === 0 && !isEmpty(input.defaults);
  if (takesDefaults) lost.add('The default values of the inputs became the first row of testData.');
  else if (!isEmpty(input.defaults)) lost.add('The default values of the inputs.');
  const schema = output?.schema;
  const named = { name: output?.name ?? 'answer', strict: output?.strict ?? true, schema: schema ?? {} };
  return front({
    name: document.name,
    description: description ?? null,
    model: model?.value ?? null,
    'polyprompt.models': document.models.map(({ value }) => value),
    modelParameters: {
      ...defined({ maxTokens: maxOutputTokens, temperature, topP }),
    },
    responseFormat: output?.format === 'json' ? (schema ? 'json_schema' : 'json_object') : null,
    jsonSchema: schema ? JSON.stringify(named, null, 2) : null,
    messages: sections.map(({ role, source }) => ({ role, content: source })),
    testData: takesDefaults ? [input.defaults] : rows,
    evaluators: document.evaluators.map(({ value }) => value),
  });
}

function asPrompty(document: PromptDocument, sections: readonly Section[], lost: Set<string>): string {
  const { description, model, output, input, tools } = document;
  const [provider = '', ...id] = (model?.value ?? '').split('/');
  const properties = input.schema?.['properties'];
  const declared = isJsonObject(properties) ? Object.keys(properties) : [];
  const names = [...new Set([...declared, ...Object.keys(input.defaults)])];
  if (output?.format === 'json' && !output.schema) lost.add('That the answer is JSON, since no schema says which.');
  const head = front({
    name: document.name,
    description: description ?? null,
    model: {
      ...(model ? { id: id.join('/'), provider } : {}),
      ...(isEmpty(settingsOf(document)) ? {} : { options: settingsOf(document) }),
    },
    'polyprompt.models': document.models.map(({ value }) => value),
    'polyprompt.evals': document.evals.map(({ value }) => value),
    inputs: names.map((name) => property(name, input.schema, input.defaults[name])),
    outputs: output?.schema ? outputsOf(output.schema) : [],
    tools: tools.map(({ name, description: about, inputSchema }) => ({
      name,
      kind: 'function',
      ...defined({ description: about }),
      ...(inputSchema ? { parameters: outputsOf(inputSchema) } : {}),
    })),
    ...writtenToolSettings(document.toolSettings ?? {}),
    template: { format: { kind: 'jinja2' }, parser: { kind: 'prompty' } },
  });
  return `---\n${head}---\n${sections.map(({ role, source }) => `${role}:\n${source}`).join('\n\n')}\n`;
}

function outputsOf(schema: JsonObject): JsonObject[] {
  const properties = schema['properties'];
  return isJsonObject(properties) ? Object.keys(properties).map((name) => property(name, schema, undefined)) : [];
}

const kinds: Readonly<Record<string, string>> = { number: 'float' };

function property(name: string, schema: JsonObject | undefined, fallback: JsonValue | undefined): JsonObject {
  const properties = schema?.['properties'];
  const own = isJsonObject(properties) ? properties[name] : undefined;
  const map: JsonObject = isJsonObject(own) ? own : {};
  const type = Array.isArray(map['type']) ? map['type'].find((item) => item !== 'null') : map['type'];
  const required = schema?.['required'];
  return {
    name,
    kind: typeof type === 'string' ? (kinds[type] ?? type) : 'string',
    ...(typeof map['description'] === 'string' ? { description: map['description'] } : {}),
    ...(Array.isArray(required) && required.includes(name) ? { required: true } : {}),
    ...defined({ default: fallback }),
    ...(Array.isArray(map['enum']) ? { enumValues: map['enum'] } : {}),
    ...(isJsonObject(map['items']) ? { items: { kind: String(map['items']['type'] ?? 'string') } } : {}),
    ...(isJsonObject(map['properties']) ? { properties: outputsOf(map) } : {}),
  };
}
