import assert from 'node:assert/strict';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { dotprompt, outline } from './prompts.ts';

const text = `# Copyright somebody
---
model: googleai/gemini-2.5-flash
description: Says hello
config:
  temperature: 0.5
  max_output_tokens: 200
  stop: END
  thinkingConfig:
    thinkingBudget: 512
toolChoice: required
tools: [weather, clock]
toolDefs:
  - name: weather
    description: The weather at a place
    inputSchema:
      place: string
input:
  schema:
    name: string, who is greeted
    mood?(enum): [glad, sad]
  default:
    name: you
output:
  schema:
    greeting: string
polyprompt.models: [openai/gpt-5.6-luna, claude-haiku-4-5]
polyprompt.evals: greeting.eval.yaml
acme.team.owner: Ann
acme.team.since: 2024
---

{{role "system"}}Be {{mood}}.
{{role "user"}}Greet {{name}}. {{> closing}}
`;

describe('reading a dotprompt file', () => {
  const document = dotprompt(text);
  const at = (range: { start: number; end: number } | undefined) => range && text.slice(range.start, range.end);

  it('finds nothing in a full example but the tool that it only names', () => {
    assert.deepEqual(
      document.problems.map(({ code }) => code),
      ['undefined-tool'],
    );
  });

  it('names the prompt after its file', () => {
    assert.equal(document.name, 'greeting');
    const variant = readPrompt({ path: 'C:\\prompts\\greeting.formal.prompt', text: 'Good day' });
    assert.deepEqual([variant.name, variant.variant], ['greeting', 'formal']);
    assert.equal(readPrompt({ path: 'parts/_header.prompt', text: 'Hello' }).name, 'header');
  });

  it('lets the frontmatter name the prompt', () => {
    const named = dotprompt('---\nname: hello\nvariant: short\nversion: 3\n---\nHi');
    assert.deepEqual([named.name, named.variant, named.version], ['hello', 'short', '3']);
  });

  it('takes the first 8 hex digits of the SHA-1 for the version', () => {
    assert.equal(dotprompt('hello').version, 'aaf4c61d');
  });

  it('spells models our way and knows where they stand', () => {
    assert.deepEqual(document.model, { value: 'google/gemini-2.5-flash', range: rangeOf('googleai/gemini-2.5-flash') });
    assert.deepEqual(
      document.models.map(({ value, range }) => [value, at(range)]),
      [
        ['openai/gpt-5.6-luna', 'openai/gpt-5.6-luna'],
        ['anthropic/claude-haiku-4-5', 'claude-haiku-4-5'],
      ],
    );
  });

  it('reads settings in any spelling, each with its place', () => {
    assert.deepEqual(document.parameters, {
      temperature: 0.5,
      maxOutputTokens: 200,
      stopSequences: ['END'],
      reasoningBudget: 512,
      toolChoice: 'required',
    });
    assert.equal(at(document.parameterRanges.maxOutputTokens), '200');
    assert.equal(at(document.parameterRanges.reasoningBudget), '512');
  });

  it('turns picoschema into JSON Schema', () => {
    assert.deepEqual(document.input, {
      schema: {
        type: 'object',
        properties: {
          name: { type: 'string', description: 'who is greeted' },
          mood: { enum: ['glad', 'sad', null] },
        },
        additionalProperties: false,
        required: ['name'],
      },
      defaults: { name: 'you' },
      range: document.input.range,
      fieldRanges: { name: rangeOf('name', text.indexOf('schema:\n    name')), mood: rangeOf('mood?(enum)') },
    });
    assert.deepEqual(document.output, {
      format: 'json',
      schema: {
        type: 'object',
        properties: { greeting: { type: 'string' } },
        additionalProperties: false,
        required: ['greeting'],
      },
    });
  });

  it('tells defined tools from those that are only named', () => {
    assert.deepEqual(document.tools, [
      {
        name: 'weather',
        description: 'The weather at a place',
        inputSchema: {
          type: 'object',
          properties: { place: { type: 'string' } },
          additionalProperties: false,
          required: ['place'],
        },
      },
    ]);
    assert.deepEqual(
      document.toolNames.map(({ value, range }) => [value, at(range)]),
      [['clock', 'clock']],
    );
  });

  it('splits extension keys at their last dot', () => {
    assert.deepEqual(document.ext['acme.team'], { owner: 'Ann', since: 2024 });
    assert.deepEqual(document.evals, [{ value: 'greeting.eval.yaml', range: rangeOf('greeting.eval.yaml') }]);
  });

  it('places variables and partials in the file, not in the template', () => {
    assert.deepEqual(
      document.variables.map(({ name, ranges }) => [name, ranges.map(at)]),
      [
        ['mood', ['mood']],
        ['name', ['name']],
      ],
    );
    assert.deepEqual(
      document.partials.map(({ range }) => at(range)),
      ['closing'],
    );
    assert.ok((document.variables[0]?.ranges[0]?.start ?? 0) > text.indexOf('{{role "system"}}'));
  });

  it('keeps places true under Windows line ends', () => {
    const windows = text.replaceAll('\n', '\r\n');
    const read = dotprompt(windows);
    const places = read.variables.flatMap(({ ranges }) => ranges.map(({ start, end }) => windows.slice(start, end)));
    assert.deepEqual(places, ['mood', 'name']);
    assert.deepEqual(read.parameters, document.parameters);
  });

  function rangeOf(part: string, from = 0) {
    const start = text.indexOf(part, from);
    return { start, end: start + part.length };
  }
});

describe('frontmatter', () => {
  const body = (source: string) => {
    const { template } = dotprompt(source);
    return template.kind === 'dotprompt' ? template.source : undefined;
  };

  it('leaves a template without frontmatter as it is', () => {
    assert.equal(body('  Hello\n\n'), '  Hello\n\n');
  });

  it('trims the template that follows it', () => {
    assert.equal(body('---\nmodel: x/y\n---\n\n  Hello\n\n'), 'Hello');
  });

  it('may be empty but for a blank line', () => {
    assert.equal(body('---\n\n---\nHello\n'), 'Hello');
    assert.equal(body('---\n---\nHello\n'), '---\n---\nHello\n');
  });

  it('may follow comments, blank lines and a byte order mark', () => {
    assert.equal(body('\uFEFF# licence\r\n\r\n---\r\nmodel: x/y\r\n---\r\nHello'), 'Hello');
  });

  it('may end the file', () => {
    assert.equal(body('---\nmodel: x/y\n---'), '');
  });

  it('that is never closed is pointed out', () => {
    const source = '---\nmodel: x/y\nHello';
    assert.deepEqual(outline(dotprompt(source).problems, source), ['warning unclosed-frontmatter <<--->>']);
  });

  it('that cannot be read is an error at its place, and the whole file is the text', () => {
    const source = '---\ninput:\n  schema\n    name: string\n---\nHello\n';
    assert.equal(body(source), source.trim());
    assert.deepEqual(outline(dotprompt(source).problems, source).slice(0, 1), [
      'error invalid-yaml <<schema\n    name>>',
    ]);
  });

  it('reports a key that stands twice', () => {
    const source = '---\nmodel: a/b\nmodel: c/d\n---\nHi';
    assert.deepEqual(outline(dotprompt(source).problems, source), ['error duplicate-key <<m>>']);
  });
});

describe('hostile YAML (fault 59)', () => {
  const problemsOf = (yaml: string) => dotprompt(`---\n${yaml}\n---\nHi`).problems.map(({ code }) => code);

  it('with aliases that multiply is refused', () => {
    const levels = Array.from({ length: 9 }, (_unused, level) => {
      const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`));
      return `a${level}: &a${level} [${items.join(', ')}]`;
    });
    assert.deepEqual(problemsOf(levels.join('\n')), ['invalid-yaml']);
  });

  it('nested 5,000 deep is refused', () => {
    assert.deepEqual(problemsOf(`a: ${'['.repeat(5000)}${']'.repeat(5000)}`), ['invalid-yaml']);
  });

  it('cannot reach a prototype', () => {
    const document = dotprompt(
      '---\n__proto__: {polluted: yes}\n__proto__.polluted: yes\ninput: {default: {__proto__: {polluted: yes}}}\n---\nHi',
    );
    assert.deepEqual(Object.keys(document.raw), ['__proto__', '__proto__.polluted', 'input']);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('with foreign types is data with a warning', () => {
    const document = dotprompt('---\nmetadata: !!js/function "function () {}"\n---\nHi');
    assert.deepEqual(
      document.problems.map(({ severity, code }) => `${severity} ${code}`),
      ['warning invalid-yaml'],
    );
    assert.equal(document.raw['metadata'], 'function () {}');
  });
});

describe('settings that make no sense', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['temperature: "0.5"', 'error wrong-type <<"0.5">>'],
    ['temperature: hot', 'error wrong-type <<hot>>'],
    ['temperature: -1', 'error wrong-type <<-1>>'],
    ['topP: 2', 'error wrong-type <<2>>'],
    ['maxOutputTokens: 1.5', 'error wrong-type <<1.5>>'],
    ['stopSequences: [1]', 'error wrong-type <<[1]>>'],
    ['reasoningEffort: enormous', 'error wrong-type <<enormous>>'],
    ['verbosity: chatty', 'error wrong-type <<chatty>>'],
    ['tempreature: 1', 'information unknown-setting <<tempreature>>'],
    ['apiKey: secret', 'warning key-in-prompt <<apiKey>>'],
  ];
  for (const [setting, expected] of cases)
    it(setting, () => {
      const source = `---\nconfig:\n  ${setting}\n---\nHi`;
      assert.deepEqual(outline(dotprompt(source).problems, source), [expected]);
      assert.deepEqual(dotprompt(source).parameters, {});
    });

  it('do not repeat a key that stands in the file', () => {
    const [problem] = dotprompt('---\nconfig:\n  apiKey: sk-secret\n---\nHi').problems;
    assert.equal(problem?.message.includes('sk-secret'), false);
  });
});

describe('parts of the wrong kind', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['model: [a]', 'error wrong-type <<[a]>>'],
    ['input: text', 'error wrong-type <<text>>'],
    ['input: {default: 3}', 'error wrong-type <<3>>'],
    ['output: text', 'error wrong-type <<text>>'],
    ['output: {format: poem}', 'warning unknown-format <<poem>>'],
    ['output: {schema: {tags: "string[]"}}', 'error invalid-schema <<"string[]">>'],
    ['tools: weather', 'error wrong-type <<weather>>'],
    ['toolDefs: [weather]', 'error wrong-type <<weather>>'],
    ['toolChoice: maybe', 'error wrong-type <<maybe>>'],
    ['polyprompt.models: {a: b}', 'error wrong-type <<{a: b}>>'],
    ['- a list', 'error not-a-map <<- a list\n>>'],
  ];
  for (const [yaml, expected] of cases)
    it(yaml, () => {
      const source = `---\n${yaml}\n---\nHi`;
      assert.deepEqual(outline(dotprompt(source).problems, source), [expected]);
    });
});
