import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';
import { workspaceSuiteFiles } from '../../../src/node/suites/workspaceSuiteFiles.ts';
import { dotprompt } from './prompts.ts';

const codes = (text: string) => dotprompt(text).problems.map(({ severity, code }) => [severity, code]);

describe('a schema that is registered in code', () => {
  const named = '---\nmodel: openai/gpt-5-mini\ninput: {schema: Recipe}\noutput: {schema: Recipe}\n---\nCook {{dish}}';

  it('renders with one warning, and no schema is sent', () => {
    const document = dotprompt(named);
    assert.deepEqual(codes(named), [['warning', 'unknown-schema']]);
    assert.deepEqual(document.output, { format: 'json' });
    assert.equal(document.input.schema, undefined);
    const { messages } = renderPrompt(document, { inputs: { dish: 'rice' } });
    assert.deepEqual(messages[0]?.parts, [{ type: 'text', text: 'Cook rice' }]);
  });

  it('is told from a slip of the pen', () => {
    assert.deepEqual(codes('---\noutput: {schema: {a: strng}}\n---\nx'), [['error', 'invalid-schema']]);
    assert.deepEqual(codes('---\noutput: {schema: {a: String}}\n---\nx'), [['error', 'invalid-schema']]);
    assert.deepEqual(codes('---\noutput: {schema: {a(array): MenuItem}}\n---\nx'), [['warning', 'unknown-schema']]);
  });

  it('can be named in polyprompt.yaml: written there, or in a file', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-'));
    try {
      writeFileSync(path.join(folder, 'a.prompt'), named);
      writeFileSync(path.join(folder, 'dish.json'), '{"dish": "string"}');
      for (const schema of ['{dish: string}', './dish.json']) {
        writeFileSync(path.join(folder, 'polyprompt.yaml'), `schemas: {Recipe: ${schema}}\n`);
        const opened = await workspaceSuiteFiles(folder).openPrompt('a.prompt');
        assert.ok(opened && 'render' in opened);
        assert.deepEqual(opened.problems, []);
        assert.deepEqual(opened.parameters.output, {
          format: 'json',
          schema: {
            type: 'object',
            properties: { dish: { type: 'string' } },
            required: ['dish'],
            additionalProperties: false,
          },
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a picture without a value', () => {
  it('is not sent, and its variable is missing', () => {
    const { messages, missing } = renderPrompt(dotprompt('Look: {{media url=imageUrl}}'), { inputs: {} });
    assert.deepEqual(missing, ['imageUrl']);
    assert.deepEqual(messages[0]?.parts, [{ type: 'text', text: 'Look: ' }]);
  });
});

describe('a tool that is only named', () => {
  it('is told wherever the prompt is read', () => {
    assert.deepEqual(codes('---\ntools: [get_weather]\n---\nx'), [['warning', 'undefined-tool']]);
  });
});

describe('a "}}" that ends nothing', () => {
  for (const text of ['Hi name}}', 'Hi {{name}} }}', 'a } b }} c'])
    it(`is a Problem: ${text}`, () => assert.deepEqual(codes(text), [['warning', 'stray-end']]));

  for (const text of [
    '{"a": {"b": 1}}',
    '{"a": {"b": {{x}} }}',
    '{{{raw}}} {{!-- a }} b --}}',
    '\\{{not a tag}}',
    'a } b',
  ])
    it(`is none: ${text}`, () => assert.deepEqual(codes(text), []));

  it('stands in the file where it is', () => {
    const text = '---\nmodel: a/b\n---\nHi name}}';
    assert.equal(readPrompt({ path: 'x.prompt', text }).problems[0]?.range.start, text.indexOf('}}'));
  });
});
