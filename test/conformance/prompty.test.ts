import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Message } from '../../src/core/messages.ts';
import type { PromptReferences } from '../../src/core/prompt/document.ts';
import { readPrompt } from '../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../src/core/prompt/render.ts';
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
  const vectors = readVectors().filter(({ stage }) => ['load', 'parse', 'render', 'render_segments'].includes(stage));
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
