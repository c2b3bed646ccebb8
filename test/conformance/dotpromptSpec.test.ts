import assert from 'node:assert/strict';
import { parse } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Message, Part, Role } from '../../src/core/messages.ts';
import type { PromptDocument } from '../../src/core/prompt/document.ts';
import { collectPartials } from '../../src/core/prompt/partials.ts';
import { toJsonSchema } from '../../src/core/prompt/picoschema.ts';
import { readPrompt } from '../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../src/core/prompt/renderPrompt.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

const files = conformanceFiles('dotprompt-spec', '**/*.yaml');

describe('the dotprompt specification', () => {
  skipWithoutData(files);
  for (const { path, text } of files)
    describe(path, () => {
      for (const suite of listOf(parse(text))) describe(String(suite['name']), () => declareSuite(suite));
    });
});

function declareSuite(suite: JsonObject) {
  for (const [index, example] of listOf(suite['tests']).entries())
    it(String(example['desc'] ?? `example ${index + 1}`), async () => {
      const expected = mapOf(example['expect']);
      const actual = await render(suite, example);
      assert.deepEqual(comparable(actual, expected), comparable(expected, expected), 'the rendering');
      const { messages: _messages, raw: _raw, ...metadata } = expected;
      assert.deepEqual(metadataOf(suite, example), { ext: {}, config: {}, metadata: {}, ...metadata }, 'the metadata');
    });
}

/** As the specification's README says: `raw` only counts when it is expected, `input` is the metadata's. */
function comparable(result: JsonObject, expected: JsonObject): JsonObject {
  const { raw, input: _input, ...rest } = result;
  const counted = expected['raw'] === undefined ? {} : { raw: raw ?? null };
  return { ext: {}, config: {}, metadata: {}, ...rest, ...counted };
}

async function render(suite: JsonObject, example: JsonObject): Promise<JsonObject> {
  const document = read(suite);
  const data = { ...mapOf(suite['data']), ...mapOf(example['data']) };
  const sources = { ...mapOf(suite['partials']), ...mapOf(suite['resolverPartials']) };
  const { partials } = await collectPartials(document, async (name) => {
    const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
    return typeof source === 'string' ? { text: source } : undefined;
  });
  const defaults = mapOf(mapOf(mapOf(example['options'])['input'])['default']);
  const { messages } = renderPrompt(document, {
    inputs: { ...defaults, ...mapOf(data['input']) },
    history: listOf(data['messages']).map(toMessage),
    context: mapOf(data['context']),
    ...(data['docs'] === undefined ? {} : { docs: data['docs'] }),
    partials,
  });
  return { ...metadataOf(suite, example), raw: document.raw, messages: messages.map(fromMessage) };
}

function read(suite: JsonObject): PromptDocument {
  const template = suite['template'];
  assert.equal(typeof template, 'string');
  return readPrompt({ path: 'spec.prompt', text: String(template), schemas: schemasOf(suite) });
}

function schemasOf(suite: JsonObject): ReadonlyMap<string, JsonObject> {
  const schemas = { ...mapOf(suite['schemas']), ...mapOf(suite['resolverSchemas']) };
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, mapOf(schema)]));
}

/** The document's metadata in the specification's words, under the options of the call. */
function metadataOf(suite: JsonObject, example: JsonObject): JsonObject {
  const document = read(suite);
  const { raw } = document;
  const options = mapOf(example['options']);
  const merged = { ...raw, ...options };
  const kept = ['name', 'variant', 'version', 'description', 'model'].filter((key) => merged[key] !== undefined);
  return {
    ...Object.fromEntries(kept.map((key) => [key, merged[key] ?? null])),
    config: { ...mapOf(raw['config']), ...mapOf(options['config']) },
    metadata: mapOf(merged['metadata']),
    ext: { ...document.ext, ...mapOf(options['ext']) },
    ...(merged['input'] === undefined ? {} : { input: withSchema(mapOf(merged['input']), suite) }),
    ...(merged['output'] === undefined ? {} : { output: withSchema(mapOf(merged['output']), suite) }),
    ...toolsOf(suite, merged),
  };
}

function withSchema(part: JsonObject, suite: JsonObject): JsonObject {
  const { schema } = part;
  return schema === undefined ? part : { ...part, schema: toJsonSchema(schema, schemasOf(suite)).schema };
}

/** Tools that the environment knows become definitions; the others stay names. */
function toolsOf(suite: JsonObject, merged: JsonObject): JsonObject {
  const names = merged['tools'];
  if (!Array.isArray(names)) return {};
  const known = mapOf(suite['tools']);
  const defined = names.filter((name) => typeof name === 'string').filter((name) => Object.hasOwn(known, name));
  const definitions = Array.isArray(merged['toolDefs']) ? merged['toolDefs'] : [];
  return {
    tools: names.filter((name) => !defined.some((found) => found === name)),
    toolDefs: [...definitions, ...defined.map((name) => known[name] ?? null)],
  };
}

function toMessage({ role, content, metadata }: JsonObject): Message {
  const roles: Readonly<Record<string, Role>> = { model: 'assistant', system: 'system', tool: 'tool' };
  return {
    role: roles[String(role)] ?? 'user',
    parts: listOf(content).map(toPart),
    ...(isJsonObject(metadata) ? { metadata } : {}),
  };
}

function toPart(part: JsonObject): Part {
  if (typeof part['text'] === 'string') return { type: 'text', text: part['text'] };
  const { url, contentType } = mapOf(part['media']);
  return {
    type: 'media',
    url: String(url),
    ...(contentType === undefined ? {} : { contentType: String(contentType) }),
  };
}

function fromMessage({ role, parts, metadata }: Message): JsonObject {
  return {
    role: role === 'assistant' ? 'model' : role,
    content: parts.map(fromPart),
    ...(metadata ? { metadata } : {}),
  };
}

function fromPart(part: Part): JsonValue {
  if (part.type === 'pending') return { metadata: { purpose: part.purpose, pending: true } };
  if (part.type === 'media') {
    const { type: _type, ...media } = part;
    return { media };
  }
  assert.equal(part.type, 'text');
  return part.type === 'text' ? { text: part.text } : null;
}

function mapOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
