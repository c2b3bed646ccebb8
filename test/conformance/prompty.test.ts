import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Message } from '../../src/core/messages.ts';
import type { PromptReferences } from '../../src/core/prompt/document.ts';
import { readPrompt } from '../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../src/core/prompt/renderPrompt.ts';
import { runParameters } from '../../src/core/prompt/runParameters.ts';
import { anthropicProvider } from '../../src/core/providers/anthropic/anthropic.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { openaiProvider } from '../../src/core/providers/openai/openai.ts';
import { openaiCompatibleProvider } from '../../src/core/providers/openai/openaiCompatible.ts';
import { conformanceFiles, conformanceFolder, skipWithoutData } from './data.ts';

const samples = conformanceFiles('prompty-samples', '*/*.prompty');
const folder = conformanceFolder('prompty-samples');

describe('the prompty samples', () => {
  skipWithoutData(samples);
  for (const sample of samples)
    it(sample.path, () => {
      const references = { environment: everything(sample.text), file: fileBeside(sample.path) };
      const document = readPrompt({ ...sample, references });
      assert.equal(document.format, 'prompty');
      const isFirst = sample.path.startsWith('v1/');
      if (isFirst && /^sample:|^\s+configuration:/m.test(sample.text))
        assert.equal(document.template.kind === 'role-lines' && document.template.dialect, 'prompty-1');
      const errors = document.problems.filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, []);
      const lists = new Map(
        [...sample.text.matchAll(/\{% for \w+ in (\w+)(?:\.(\w+))?/g)].map(([, name = '', field]) => [name, field]),
      );
      const valueFor = (name: string): JsonValue => {
        const field = lists.get(name);
        if (field !== undefined) return { [field]: [] };
        return lists.has(name) ? [] : `the ${name}`;
      };
      const inputs = Object.fromEntries(document.variables.map(({ name }) => [name, valueFor(name)]));
      const { messages, problems } = renderPrompt(document, { inputs: { ...inputs, ...document.input.defaults } });
      assert.deepEqual(problems, []);
      if (document.template.kind === 'role-lines' && document.template.source.trim() !== '')
        assert.notDeepEqual(messages, []);
    });
});

interface Vector {
  readonly name: string;
  readonly stage: string;
  readonly input: JsonObject;
  readonly expected: JsonObject;
}

describe('the prompty vectors', () => {
  const vectors = readVectors().filter(({ stage }) => ['load', 'parse', 'render'].includes(stage));
  skipWithoutData(vectors);
  for (const vector of vectors.filter(({ stage }) => stage === 'parse'))
    it(`parse ${vector.name}`, () => {
      const document = readPrompt({ path: 'vector.prompty', text: String(vector.input['rendered']) });
      const { messages } = renderPrompt(document, { inputs: {} });
      assert.deepEqual(messages.map(asVector), expectedMessages(vector));
    });
  for (const vector of vectors.filter(({ stage }) => stage === 'render'))
    it(`render ${vector.name}`, () => {
      const { template, engine } = vector.input;
      // Between role lines, so that what is rendered can be told from what is trimmed around it.
      const head = `---\ntemplate: ${String(engine)}\n---\n`;
      const document = readPrompt({ path: 'vector.prompty', text: `${head}user:\n|${String(template)}|` });
      const inputs = isJsonObject(vector.input['inputs']) ? vector.input['inputs'] : {};
      const { messages } = renderPrompt(document, { inputs });
      const rendered = messages.map((message) => `${message.role}:\n${textOf(message)}`).join('\n\n');
      assert.equal(rendered, `user:\n|${String(vector.expected['rendered'])}|`);
    });
  for (const vector of vectors.filter(({ stage }) => stage === 'load'))
    it(`load ${vector.name}`, function () {
      const { fixture, frontmatter, inputs } = vector.input;
      const file = `v2/spec__fixtures__${String(fixture)}`;
      const text =
        typeof fixture === 'string' ? samples.find((sample) => sample.path === file)?.text : headOf(frontmatter);
      if (text === undefined) return this.skip();
      const document = readPrompt({ path: 'vector.prompty', text, references: referencesOf(vector) });
      const { name, model, error } = vector.expected;
      if (typeof name === 'string') assert.equal(document.name, name);
      const id = isJsonObject(model) ? model['id'] : undefined;
      if (typeof id === 'string') assert.ok(document.model?.value.endsWith(`/${id}`), document.model?.value);
      const { missing } = renderPrompt(document, { inputs: isJsonObject(inputs) ? inputs : {} });
      if (typeof vector.expected['error_field'] === 'string') assert.deepEqual(missing, []);
      if (isJsonObject(vector.expected['validated_inputs']))
        assert.deepEqual(
          { ...document.input.defaults, ...(isJsonObject(inputs) ? inputs : {}) },
          vector.expected['validated_inputs'],
        );
      const isAboutConnection =
        isJsonObject(frontmatter) &&
        isJsonObject(frontmatter['model']) &&
        frontmatter['model']['connection'] !== undefined;
      if (error !== undefined && isAboutConnection)
        assert.ok(document.problems.some(({ code }) => code === 'connection'));
    });
});

const identity = { baseUrl: undefined, keyVariables: ['KEY'], keyRequired: true };
/** By provider and kind of endpoint. OpenAI's Chat Completions are what we send to everyone who copies them. */
const wires: Readonly<Record<string, Provider>> = {
  'openai chat': openaiCompatibleProvider({
    ...identity,
    id: 'groq',
    name: 'Groq',
    chat: { limitField: 'max_completion_tokens' },
  }),
  'openai responses': openaiProvider({ ...identity, id: 'openai', name: 'OpenAI' }),
  'anthropic chat': anthropicProvider({ ...identity, id: 'anthropic', name: 'Anthropic' }),
};

/**
 * What a vector says that we do otherwise, told by what it asks: without a limit the model may say all it can, a setting that is not known
 * here is reported and not sent, and an output may be null only where it says so.
 */
function asWeSend(body: JsonObject, { input }: Vector): JsonObject {
  const options = isJsonObject(input['options']) ? input['options'] : {};
  const extra = isJsonObject(options['additionalProperties']) ? Object.keys(options['additionalProperties']) : [];
  const left = [...extra, ...(options['maxOutputTokens'] === undefined ? ['max_tokens'] : [])];
  const outputs = Array.isArray(input['outputs']) ? input['outputs'] : [];
  const kept = Object.fromEntries(Object.entries(body).filter(([key]) => !left.includes(key)));
  const isNullable = outputs.some((output) => isJsonObject(output) && output['nullable'] === true);
  const plain = isNullable || outputs.length === 0 ? kept : withoutNull(kept);
  return isJsonObject(plain) ? plain : {};
}

function withoutNull(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      const types = key === 'type' && Array.isArray(field) ? field.filter((type) => type !== 'null') : [];
      return [key, types.length === 1 ? (types[0] ?? null) : withoutNull(field)];
    }),
  );
}

describe('the prompty vectors on our wires', () => {
  const vectors = readVectors().filter(({ stage }) => stage === 'wire');
  skipWithoutData(vectors);
  for (const vector of vectors) {
    const { provider, apiType } = vector.input;
    const wire = wires[`${String(provider)} ${String(apiType)}`];
    const reason = wire ? undefined : `prompts are sent as chats, not for ${String(apiType)}`;
    it(`wire ${vector.name}${reason === undefined ? '' : `: ${reason}`}`, function () {
      if (!wire) this.skip();
      const document = documentOf(vector);
      const { model } = document;
      const parameters = runParameters(document);
      const call = { model: model?.value.replace(/^[^/]*\//, '') ?? '', messages: messagesOf(vector), parameters };
      const body = wire.describeRequest?.(call, 'http://localhost').body;
      const recorded = vector.expected['request_body'];
      assert.ok(isJsonObject(body) && isJsonObject(recorded));
      const expected = asWeSend(recorded, vector);
      const sent = Object.fromEntries(Object.keys(expected).map((key) => [key, body[key] ?? null]));
      assert.deepEqual(inPlainForm(sent), inPlainForm(expected));
    });
  }
});

/** The vector's settings as they stand in a file. */
function documentOf({ input }: Vector) {
  const { provider, apiType, model_id, options = {}, tools = [], outputs = [] } = input;
  const model = { id: model_id ?? '', provider: provider ?? '', apiType: apiType ?? '', options };
  const head = { model, ...(isEmpty(tools) ? {} : { tools }), ...(isEmpty(outputs) ? {} : { outputs }) };
  return readPrompt({ path: 'vector.prompty', text: headOf(head) });
}

function isEmpty(list: JsonValue): boolean {
  return Array.isArray(list) && list.length === 0;
}

function messagesOf({ input }: Vector): readonly Message[] {
  const messages = Array.isArray(input['messages']) ? input['messages'].filter(isJsonObject) : [];
  return messages.map(({ role, content }): Message => {
    const parts = Array.isArray(content) ? content.filter(isJsonObject).map(partOf) : [];
    return { role: role === 'system' ? 'system' : 'user', parts };
  });
}

function partOf({ kind, value }: JsonObject): Message['parts'][number] {
  return kind === 'image'
    ? { type: 'media', url: String(value), contentType: 'image/png' }
    : { type: 'text', text: String(value) };
}

/** What is the same to every vendor made equal: a text and a list of one text, nothing required, the name of an answer's schema. */
function inPlainForm(value: JsonValue): JsonValue {
  if (value === 'structured_output') return 'answer';
  if (Array.isArray(value)) return value.map(inPlainForm);
  if (!isJsonObject(value)) return value;
  if (Array.isArray(value['required']) && value['required'].length === 0) {
    const { required: _none, ...rest } = value;
    return inPlainForm(rest);
  }
  const entries = Object.entries(value).map(
    ([key, field]) => [key, key === 'content' ? contentInPlainForm(field) : inPlainForm(field)] as const,
  );
  return Object.fromEntries(entries);
}

function contentInPlainForm(content: JsonValue): JsonValue {
  const [only, ...others] = Array.isArray(content) ? content : [];
  return isJsonObject(only) && others.length === 0 && only['type'] === 'text' ? (only['text'] ?? null) : content;
}

describe('the prompty vectors of what a value may do', () => {
  const vectors = readVectors().filter(({ stage }) => stage === 'render_segments');
  skipWithoutData(vectors);
  for (const vector of vectors)
    it(`${vector.name}: a value stays in the message of its template, whatever it says`, () => {
      const { template, engine } = vector.input;
      const text = `---\ntemplate: ${String(engine)}\n---\n${String(template)}`;
      const inputs = isJsonObject(vector.input['inputs']) ? vector.input['inputs'] : {};
      const { messages } = renderPrompt(readPrompt({ path: 'vector.prompty', text }), { inputs });
      // Roles are told before values come in: what the vectors refuse as forged is plain text here.
      assert.deepEqual(
        messages.map((message) => [message.role, textOf(message)]),
        [['user', inputs['q']]],
      );
    });
});

function readVectors(): readonly Vector[] {
  const file = path.join(folder ?? '', '../prompty-vectors.json');
  if (!folder || !existsSync(file)) return [];
  const parsed: { vectors: { vector: Vector }[] } = JSON.parse(readFileSync(file, 'utf8'));
  return parsed.vectors.map(({ vector }) => vector);
}

function headOf(frontmatter: JsonValue | undefined): string {
  return `---\n${JSON.stringify(frontmatter ?? {}, null, 2)}\n---\nsystem:\nHello`;
}

function referencesOf({ input }: Vector): PromptReferences {
  const environment = isJsonObject(input['env']) ? input['env'] : {};
  const files = isJsonObject(input['files']) ? input['files'] : {};
  return {
    environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)])),
    file: (name) => (Object.hasOwn(files, name) ? JSON.stringify(files[name]) : undefined),
  };
}

function expectedMessages({ expected }: Vector): JsonValue {
  const messages = Array.isArray(expected['messages']) ? expected['messages'] : [];
  return messages.map((message) =>
    // We have no role of the developer: it is the system's.
    isJsonObject(message) && message['role'] === 'developer' ? { ...message, role: 'system' } : message,
  );
}

function asVector({ role, parts, metadata }: Message): JsonValue {
  const content = parts.map((part) => ({ kind: 'text', value: part.type === 'text' ? part.text : '' }));
  return { role, content, ...(metadata ? { metadata } : {}) };
}

function textOf({ parts }: Message): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** A value for every environment variable that a sample names. */
function everything(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/\$\{env:(\w+)/g)].map(([, name = '']) => [name, 'set']));
}

function fileBeside(sample: string) {
  return (name: string) => {
    const file = path.join(folder ?? '', path.dirname(sample), name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
}
