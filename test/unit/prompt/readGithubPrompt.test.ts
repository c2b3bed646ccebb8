import assert from 'node:assert/strict';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { renderPrompt } from '../../../src/core/prompt/renderPrompt.ts';
import { github, outline, transcript } from './prompts.ts';

const text = `name: Summary
description: Sums up
model: gpt-4o-mini
modelParameters:
  temperature: 0.5
  maxTokens: 50
  frequency_penalty: 1
  stop: ["END"]
responseFormat: json_schema
jsonSchema: |-
  {"name": "summary", "strict": true, "schema": {"type": "object"}}
messages:
  - role: System
    content: You sum up.
  - role: user
    content: |
      Sum up {{text}} in {{count}} words. {{unknown}}
testData:
  - text: One fine day
    count: 3
    expected: Day
evaluators:
  - name: contains it
    string: {contains: "{{expected}}"}
`;

describe('reading a .prompt.yml file', () => {
  const document = github(text);

  it('finds everything in a full example', () => {
    const { name, description, model, parameters, output } = document;
    assert.deepEqual(
      { name, description, model: model?.value, parameters, output },
      {
        name: 'Summary',
        description: 'Sums up',
        model: 'openai/gpt-4o-mini',
        parameters: { temperature: 0.5, maxOutputTokens: 50, frequencyPenalty: 1, stopSequences: ['END'] },
        output: { format: 'json', name: 'summary', strict: true, schema: { type: 'object' } },
      },
    );
    assert.deepEqual(document.problems, []);
  });

  it('keeps rows and evaluators with their places', () => {
    assert.deepEqual(
      document.testData.map(({ value }) => value),
      [{ text: 'One fine day', count: 3, expected: 'Day' }],
    );
    const [evaluator] = document.evaluators;
    assert.ok(evaluator && text.slice(evaluator.range.start, evaluator.range.end).startsWith('name: contains it'));
  });

  it('fills places once, and names those without a value', () => {
    const rendered = renderPrompt(document, { inputs: { text: 'a {{count}} b', count: 3 } });
    assert.deepEqual(transcript(rendered.messages), [
      'system: You sum up.',
      'user: Sum up a {{count}} b in 3 words. {{unknown}}\n',
    ]);
    assert.deepEqual(rendered.missing, ['unknown']);
  });

  it("writes other values as GitHub's tool does", () => {
    const values = { a: [1, 'b', null], b: { z: 1, a: [true] }, c: 1.5, d: 0.00001, e: null, f: 1000000 };
    const { messages } = renderPrompt(
      github('messages: [{role: user, content: "{{a}} {{b}} {{c}} {{d}} {{e}} {{f}}"}]'),
      {
        inputs: values,
      },
    );
    assert.deepEqual(transcript(messages), ['user: [1 b <nil>] map[a:[true] z:1] 1.5 1e-05 <nil> 1000000']);
  });

  it('fills a place with spaces, and says that others do not', () => {
    const source = 'messages:\n  - role: user\n    content: Hi {{ name }}\n';
    const spaced = github(source);
    assert.deepEqual(outline(spaced.problems, source), ['information spaces-in-placeholder <<{{ name }}>>']);
    assert.deepEqual(transcript(renderPrompt(spaced, { inputs: { name: 'Ann' } }).messages), ['user: Hi Ann']);
  });

  it('leaves other things in double braces alone', () => {
    const code = github('messages:\n  - role: user\n    content: "style={{color: \'red\'}} {{ 1 + 1 }}"\n');
    assert.deepEqual(code.variables, []);
  });
});

describe('what is wrong in a .prompt.yml file', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['messages: text', 'error wrong-type <<text>>'],
    ['messages: [{role: robot, content: Hi}]', 'error unknown-role <<robot>>'],
    ['messages: [{role: user}]', 'error wrong-type <<{role: user}>>'],
    ['messages: []\nresponseFormat: xml', 'error unknown-format <<xml>>'],
    ['messages: []\nresponseFormat: json_schema', 'error invalid-schema <<json_schema>>'],
    ['messages: []\nresponseFormat: json_schema\njsonSchema: {name: x}', 'error invalid-schema <<{name: x}>>'],
    ['messages: []\ntestData: none', 'error wrong-type <<none>>'],
    ['messages: []\nevaluators: [none]', 'error wrong-type <<none>>'],
    ['model: 3\nmessages: []', 'error wrong-type <<3>>'],
  ];
  for (const [source, expected] of cases)
    it(source, () => {
      assert.deepEqual(outline(github(source).problems, source), [expected]);
    });

  it('has no messages at all', () => {
    assert.deepEqual(
      github('name: x').problems.map(({ code }) => code),
      ['missing-messages'],
    );
  });
});

describe('which reader a file gets', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a.prompt', 'dotprompt'],
    ['a.prompt.yml', 'github'],
    ['a.prompt.yaml', 'github'],
    ['sample_prompt.yml', 'github'],
    ['a.prompt.txt', 'text'],
    ['notes.md', 'text'],
  ];
  for (const [path, format] of cases)
    it(`${path} is read as ${format}`, () => {
      const document = readPrompt({ path, text: 'messages: []' });
      assert.equal(document.format, format);
      assert.deepEqual(document.problems, []);
    });

  it("another tool's .prompt.md is only read when asked for", () => {
    const file = { path: 'a.prompt.md', text: 'Hello' };
    assert.deepEqual(
      readPrompt(file).problems.map(({ code }) => code),
      ['unknown-format'],
    );
    assert.deepEqual(readPrompt(file, 'text').problems, []);
  });
});

describe('a plain text prompt', () => {
  const text =
    '---\nmodel: openai/gpt-5.6-luna\ninput:\n  default: {tone: kind}\n---\nAnswer {{name}} in a {{tone}} way. {{{raw}}}\n';
  const document = readPrompt({ path: 'answer.prompt.txt', text });

  it('is one user message with variables', () => {
    const { messages, missing } = renderPrompt(document, { inputs: { name: '{{tone}}', raw: { a: 1 } } });
    assert.deepEqual(transcript(messages), ['user: Answer {{tone}} in a kind way. {{"a":1}}']);
    assert.deepEqual(missing, []);
  });

  it('has the places of its variables in the file', () => {
    const places = document.variables.flatMap(({ ranges }) => ranges.map(({ start, end }) => text.slice(start, end)));
    assert.deepEqual(places, ['{{name}}', '{{tone}}', '{{raw}}']);
  });
});
