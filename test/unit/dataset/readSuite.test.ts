import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { Suite } from '../../../src/core/dataset/suite.ts';
import { fitsPattern } from '../../../src/core/dataset/suitePath.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';
import { memoryFiles } from './memoryFiles.ts';

const prompt = '---\nmodel: openai/gpt-5.6-luna\n---\nSort {{text}}';

describe('a file of very many rows', () => {
  it('is read whole', async function () {
    this.timeout(60_000);
    const rows = '{"a":1}\n'.repeat(150_000);
    const suite = await readSuite(
      'a.eval.yaml',
      memoryFiles({
        'a.eval.yaml': 'prompts: ["{{a}}"]\nmodels: [simulated/terse]\ncases: rows.jsonl\n',
        'rows.jsonl': rows,
      }),
    );
    assert.deepEqual([suite.cases.length, suite.problems], [150_000, []]);
    const maps = new Set(suite.cases.flatMap(({ metadata, options }) => [metadata, options]));
    assert.equal(maps.size, 1, 'rows that say nothing share one empty map');
  });
});

describe('the least suite', () => {
  const files = {
    'evals/triage.eval.yaml': 'prompt: ./triage.prompt\nmodels: [openai/gpt-5.6-luna]\ncases: ./cases.jsonl\n',
    'evals/triage.prompt': prompt,
    'evals/cases.jsonl': '{"vars": {"text": "a"}, "assert": ["contains:A"]}\n\n{"text": "b"}\n',
  };

  it('has a prompt, a model, and a case per line at its place', async () => {
    const suite = await read('evals/triage.eval.yaml', files);
    assert.deepEqual(suite.problems, []);
    assert.deepEqual(
      suite.targets.map(({ id, model }) => [id, model]),
      [['openai/gpt-5.6-luna', 'openai/gpt-5.6-luna']],
    );
    assert.deepEqual(
      suite.cases.map(({ vars, checks, place }) => [
        vars,
        checks.map(({ type }) => type),
        place.file,
        files['evals/cases.jsonl'].slice(place.range.start, place.range.end),
      ]),
      [
        [{ text: 'a' }, ['contains'], 'evals/cases.jsonl', '{"vars": {"text": "a"}, "assert": ["contains:A"]}'],
        [{ text: 'b' }, [], 'evals/cases.jsonl', '{"text": "b"}'],
      ],
    );
  });

  it('renders what is sent, and says which variable is missing (fault 62)', async () => {
    const suite = await read('evals/triage.eval.yaml', files);
    assert.equal(suite.prompts[0]?.render({ text: '{{x}}' }).text, 'Sort {{x}}');
    assert.throws(() => suite.prompts[0]?.render({}), {
      code: 'missing-input',
      message: 'The prompt "triage" needs "text".',
    });
  });

  it('points at what does not fit the schema', async () => {
    const text =
      'prompt: ./triage.prompt\nmodels: [a/b]\nrepeat: often\ntests:\n  - vars: {text: x}\n    assert: [{value: 3}]\n';
    const suite = await read('evals/triage.eval.yaml', { ...files, 'evals/triage.eval.yaml': text });
    assert.deepEqual(
      suite.problems.map(({ code, message, range }) => [code, message, text.slice(range.start, range.end)]),
      [
        ['wrong-type', '"repeat" is a number; "often" is none.', 'often'],
        ['missing-type', 'A check is a map with a "type": {type: contains, value: Rome}.', '{value: 3}'],
      ],
    );
  });
});

describe('the id of a case', () => {
  const suiteOf = async (tests: string) => {
    const suite = await read('promptfooconfig.yaml', {
      'promptfooconfig.yaml': `prompts: ["{{x}}"]\nproviders: [openai:gpt-4o]\ntests:\n${tests}`,
    });
    return suite.cases.map(({ id }) => id);
  };

  it('stays when other cases come and go', async () => {
    const [before] = await suiteOf('  - vars: {x: a}\n');
    const [, after] = await suiteOf('  - vars: {x: new}\n  - {vars: {x: a}}\n');
    assert.equal(after, before);
  });

  it('changes with what the case says, and tells copies apart', async () => {
    const ids = await suiteOf('  - vars: {x: a}\n  - vars: {x: a}\n  - {vars: {x: a}, threshold: 0.5}\n');
    assert.equal(new Set(ids).size, 3);
    assert.equal(ids[1], `${ids[0]}-2`);
  });
});

describe("promptfoo's configuration", () => {
  it('merges defaults, multiplies lists of texts and puts scenarios last', async () => {
    const suite = await promptfoo(`
defaultTest: {vars: {mark: "!"}, metadata: {level: low}, assert: ["contains:x"]}
tests:
  - {vars: {name: [Ann, Bob]}, metadata: {level: high}, assert: ["equals:y"]}
scenarios:
  - config: [{vars: {lang: fr}}, {vars: {lang: de}}]
    tests: [{vars: {name: Cid}}]
`);
    assert.deepEqual(
      suite.problems.map(({ severity, message }) => [severity, message]),
      [['information', 'The list of "name" makes 4 cases of 3 cases: one for each combination of their texts.']],
    );
    assert.deepEqual(
      suite.cases.map(({ vars, metadata, checks }) => [vars, metadata, checks.map(({ type }) => type).join()]),
      [
        [{ mark: '!', name: 'Ann' }, { level: 'high' }, 'contains,equals'],
        [{ mark: '!', name: 'Bob' }, { level: 'high' }, 'contains,equals'],
        [{ mark: '!', lang: 'fr', name: 'Cid' }, { level: 'low' }, 'contains'],
        [{ mark: '!', lang: 'de', name: 'Cid' }, { level: 'low' }, 'contains'],
      ],
    );
  });

  it('names every part that cannot be carried out, and keeps the rest', async () => {
    const text = `
redteam: {plugins: []}
tests:
  - https://docs.google.com/spreadsheets/d/1
  - huggingface://datasets/a/b
  - cases.xlsx
  - file://make.py:rows
  - vars: {x: 1}
    assert:
      - {type: python, value: len(output)}
      - {type: "promptfoo:redteam:pii"}
      - {type: javascript, value: file://check.ts}
      - {type: contains, value: 1}
`;
    const suite = await promptfoo(text);
    assert.deepEqual(
      suite.problems.map(({ severity, message }) => [severity, message.split(' is not supported')[0]]),
      [
        ['warning', 'Red teaming'],
        ['warning', 'A dataset from the network'],
        ['warning', 'A dataset from the network'],
        ['warning', 'An Excel file'],
        ['warning', 'A Python file that makes cases'],
        ['warning', 'A check in Python (python)'],
        ['warning', 'A red team check (promptfoo:redteam:pii)'],
        ['warning', 'A check in a TypeScript file'],
      ],
    );
    assert.deepEqual(
      suite.cases.map(({ checks }) => checks.map(({ type }) => type)),
      [['python', 'promptfoo:redteam:pii', 'javascript', 'contains']],
      'a row that lost a check could pass',
    );
  });

  it('maps the providers it knows and lists the others', async () => {
    const names = [
      'openai:chat:gpt-4o',
      'anthropic:messages:claude-x',
      'ollama:chat:llama3:8b',
      'bedrock:x',
      'echo',
      'openai:embedding:y',
    ];
    const suite = await read('promptfooconfig.yaml', {
      'promptfooconfig.yaml': `prompts: [hi]\nproviders: ${JSON.stringify(names)}\n`,
    });
    assert.deepEqual(
      suite.targets.map(({ model }) => model),
      ['openai/gpt-4o', 'anthropic/claude-x', 'ollama/llama3:8b', 'simulated/echo'],
    );
    assert.deepEqual(
      suite.problems.map(({ message }) => message.split('"')[1]),
      ['bedrock:x', 'openai:embedding:y'],
    );
  });

  it('reads instructions, the format of the text and the wire from a model’s settings', async () => {
    const suite = await read('promptfooconfig.yaml', {
      'promptfooconfig.yaml': `prompts: [hi]
providers:
  - id: openai:responses:gpt-5.6
    config:
      instructions: file://rules.txt
      text: {format: {type: json_schema, name: city, strict: true, schema: {type: object}}, verbosity: low, tone: dry}
  - id: openai:chat:gpt-4o
    config: {temperature: 0.2}
`,
      'rules.txt': 'Be brief.',
    });
    assert.deepEqual(
      suite.targets.map(({ parameters }) => parameters),
      [
        {
          instructions: 'Be brief.',
          output: { format: 'json', name: 'city', strict: true, schema: { type: 'object' } },
          verbosity: 'low',
        },
        { temperature: 0.2, wire: 'chat' },
      ],
    );
    assert.deepEqual(
      suite.problems.map(({ code, severity, message }) => [code, severity, message.includes('text.tone')]),
      [['unknown-setting', 'information', true]],
    );
  });

  it('says which numbers among the variables are not sent as they are written', async () => {
    const suite = await read('promptfooconfig.yaml', {
      'promptfooconfig.yaml':
        'prompts: [hi]\nproviders: [openai:gpt-4o]\ntests:\n  - vars: {version: 1.10, price: 0.5, count: 12, text: "1.10"}\n',
    });
    assert.deepEqual(suite.cases[0]?.vars, { version: 1.1, price: 0.5, count: 12, text: '1.10' });
    assert.deepEqual(
      suite.problems.map(({ severity, message }) => [severity, message]),
      [['warning', '1.10 is sent as 1.1: put it in quotes to send it as it is written.']],
    );
  });

  it('follows references to checks, and says when one leads nowhere or in a circle', async () => {
    const suite = await promptfoo(`
assertionTemplates:
  polite: {type: llm-rubric, value: is polite}
  loop: {$ref: '#/assertionTemplates/loop'}
tests:
  - assert: [{$ref: '#/assertionTemplates/polite'}, {$ref: '#/assertionTemplates/none'}, {$ref: '#/assertionTemplates/loop'}]
`);
    assert.deepEqual(
      suite.cases[0]?.checks.map(({ type }) => type),
      ['llm-rubric', 'no type', 'no type'],
    );
    const codes = suite.problems.map(({ code }) => code);
    assert.ok(codes.includes('missing-reference') && codes.includes('circular-reference'), String(codes));
  });

  it('is not polluted by names, and survives what YAML can do (fault 59)', async function () {
    // Mocha keeps stack traces of any length, and the one of a text nested 5,000 deep takes a second.
    this.timeout(20_000);
    const hostile = [
      'tests:\n  - vars: {__proto__: {polluted: 1}}',
      `a: &a [x,x]\n${'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`)}]`)
        .join('\n')}`,
      `tests: ${'['.repeat(5000)}`,
      'tests: !!js/function "x"',
      'tests:\n\t- x',
    ];
    for (const text of hostile) await promptfoo(text);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

describe('a suite that grows beyond all bounds', () => {
  it('says so for lists that multiply into too many cases', async () => {
    const list = JSON.stringify(Array.from({ length: 100 }, (_unused, index) => `x${index}`));
    const suite = await promptfoo(`tests:\n  - vars: {a: ${list}, b: ${list}, c: ${list}}\n  - vars: {a: 1}\n`);
    assert.deepEqual(
      suite.problems.map(({ code }) => code),
      ['too-many-cases'],
    );
    assert.equal(suite.cases.length, 1);
  });

  it('stops variables that name each other into gigabytes', async () => {
    const suite = await promptfoo('tests: []\n');
    const many = (name: string) => `{{${name}}}`.repeat(1000);
    const vars = { a: many('b'), b: many('c'), c: many('d'), d: 'x'.repeat(1000), name: '{{a}}' };
    assert.throws(() => suite.prompts[0]?.render(vars), { code: 'invalid-prompt' });
  });

  it('is quick about patterns and templates made to be slow', async () => {
    const started = performance.now();
    assert.equal(fitsPattern('*a'.repeat(50), 'a'.repeat(10_000)), true);
    assert.equal(fitsPattern(`${'*a'.repeat(50)}b`, 'a'.repeat(10_000)), false);
    readPrompt({ path: 'x.prompty', text: `user:\n${'{{'.repeat(100_000)}${'{% if '.repeat(50_000)}` });
    assert.ok(performance.now() - started < 2000);
  });
});

describe("GitHub's prompt file with test data", () => {
  it('is a suite of its rows with its evaluators as checks', async () => {
    const text = [
      'name: T',
      'model: openai/gpt-4o',
      'messages: [{role: user, content: "{{input}}"}]',
      'testData:',
      '  - {input: a, expected: b}',
      'evaluators:',
      '  - {name: same, string: {equals: "{{expected}}"}}',
      '  - {name: near, uses: github/similarity}',
      '',
    ].join('\n');
    const suite = await read('t.prompt.yml', { 't.prompt.yml': text });
    assert.deepEqual(suite.problems, []);
    assert.deepEqual(
      suite.cases.map(({ vars, checks, place }) => [
        vars,
        checks.map(({ type }) => type),
        text.slice(place.range.start, place.range.end),
      ]),
      [[{ input: 'a', expected: 'b' }, ['github-string', 'github-evaluator'], '{input: a, expected: b}']],
    );
    assert.equal(suite.prompts[0]?.render({ input: 'hello' }).text, 'hello');
  });
});

describe('plain data', () => {
  it('runs through the prompt it is bound to', async () => {
    const files = { 'rows.csv': 'text,__expected\nhi,contains:x\n', 'p.prompt': prompt };
    const suite = await readSuite('rows.csv', memoryFiles(files), { prompt: 'p.prompt' });
    assert.deepEqual(suite.problems, []);
    assert.deepEqual(
      [suite.targets.map(({ id }) => id), suite.cases.map(({ vars }) => vars)],
      [['openai/gpt-5.6-luna'], [{ text: 'hi' }]],
    );
  });

  it('asks for a prompt when there is none', async () => {
    const suite = await read('rows.jsonl', { 'rows.jsonl': '{"a": 1}\n{"a": 2,}\n' });
    assert.deepEqual(
      suite.problems.map(({ code }) => code),
      ['no-prompts', 'invalid-json'],
    );
    assert.equal(suite.cases.length, 1);
  });
});

function read(file: string, files: Readonly<Record<string, string>>): Promise<Suite> {
  return readSuite(file, memoryFiles(files));
}

function promptfoo(text: string): Promise<Suite> {
  const head = 'prompts: ["{{name}}"]\nproviders: [openai:gpt-4o]\n';
  return read('promptfooconfig.yaml', { 'promptfooconfig.yaml': `${head}${text.trimStart()}` });
}

describe('who grades', () => {
  it('is a judge, several that vote, or a model for embeddings', async () => {
    const text = `prompts: ["x"]
providers: [openai:gpt-5.6-luna]
defaultTest: {options: {provider: {text: openai:gpt-5.6-luna, embedding: "openai:embedding:text-embedding-3-small"}}}
tests:
  - assert:
      - {type: llm-rubric, value: polite, provider: openai:chat:gpt-4.1}
      - {type: llm-rubric, value: polite, provider: [openai:gpt-4.1, {id: anthropic:messages:claude-haiku-4-5}]}
      - {type: similar, value: polite, provider: "mistral:embedding:mistral-embed"}
`;
    const suite = await read('promptfooconfig.yaml', { 'promptfooconfig.yaml': text });
    assert.deepEqual(suite.problems, []);
    const embedderAlone = text.replace('text: openai:gpt-5.6-luna, ', '');
    const { problems, cases } = await read('promptfooconfig.yaml', { 'promptfooconfig.yaml': embedderAlone });
    assert.deepEqual([problems, cases[0]?.options.judge], [[], undefined]);
    const [row] = suite.cases;
    assert.deepEqual(
      [row?.options.judge, row?.options.embedder],
      ['openai/gpt-5.6-luna', 'openai/text-embedding-3-small'],
    );
    assert.deepEqual(
      row?.checks.map(
        (check) =>
          ('judge' in check && check.judge) ||
          ('judges' in check && check.judges) ||
          ('embedder' in check && check.embedder),
      ),
      ['openai/gpt-4.1', ['openai/gpt-4.1', 'anthropic/claude-haiku-4-5'], 'mistral/mistral-embed'],
    );
  });
});
