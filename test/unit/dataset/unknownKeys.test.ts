import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

/** What is said of a suite with one case, each as `severity code at the text it stands at`. */
async function saidOf(files: Readonly<Record<string, string>>, name = 'a.eval.yaml') {
  const { problems, cases } = await readSuite(name, memoryFiles(files));
  return {
    cases,
    said: problems.map(({ severity, code, range, file }) => {
      const place = (files[file] ?? '').slice(range.start, range.end);
      return `${severity} ${code} at ${place.split('\n')[0]}`;
    }),
    messages: problems.map(({ message }) => message),
  };
}

const head = 'prompt: p.prompt\nmodels: [simulated/terse]\n';
const prompt = { 'p.prompt': 'Say {{x}}' };
const suite = (rest: string) => saidOf({ ...prompt, 'a.eval.yaml': `${head}${rest}` });

describe('a key that nobody reads', () => {
  for (const [key, meant] of [
    ['asserts', 'assert'],
    ['asert', 'assert'],
    ['Assert', 'assert'],
    ['assertions', 'assert'],
    ['expected', 'assert'],
    ['var', 'vars'],
    ['variables', 'vars'],
    ['treshold', 'threshold'],
    ['thresh_old', 'threshold'],
  ])
    it(`${key} in a case is an error that names ${meant}`, async () => {
      const { said, messages } = await suite(`cases:\n  - {vars: {x: 1}, ${key}: [{type: contains, value: a}]}\n`);
      assert.deepEqual(said, [`error unknown-key at ${key}`]);
      assert.match(messages[0] ?? '', new RegExp(`so what it asks for is lost\\. Did you mean "${meant}"\\?$`));
    });

  for (const [key, meant] of [
    ['datasets', 'cases'],
    ['test', 'tests'],
    ['defaultTests', 'defaultTest'],
    ['default_test', 'defaultTest'],
    ['Judge', 'judge'],
    ['repeats', 'repeat'],
  ])
    it(`${key} in a suite is an error that names ${meant}`, async () => {
      const { said } = await suite(`cases: [{vars: {x: 1}}]\n${key}: 1\n`);
      assert.deepEqual(said, [`error unknown-key at ${key}`]);
    });

  for (const key of ['values', 'Threshold', 'wieght', 'metrics', 'transfrom'])
    it(`${key} in a check is an error`, async () => {
      const { said } = await suite(`cases: [{vars: {x: 1}, assert: [{type: contains, value: a, ${key}: 1}]}]\n`);
      assert.deepEqual(said, [`error unknown-key at ${key}`]);
    });

  it('is a warning where nothing is lost by it', async () => {
    const { said } = await suite('cases: [{vars: {x: 1}, assert: [{type: is-json}], colour: red}]\nowner: me\n');
    assert.deepEqual(said, ['warning unknown-key at owner', 'warning unknown-key at colour']);
  });

  it('is none in what is free: variables, metadata, settings of a check, and promptfoo’s own keys', async () => {
    const { said } = await saidOf(
      {
        'promptfooconfig.yaml': [
          'description: d',
          'prompts: ["Say {{asserts}}"]',
          'providers: [{id: openai:gpt-4o, label: a, env: {A: b}}]',
          'sharing: false',
          'tags: {a: b}',
          'outputPath: out.json',
          'writeLatestResults: true',
          'tests:',
          '  - vars: {asserts: 1, treshold: 2}',
          '    metadata: {expected: 3}',
          '    assert: [{type: javascript, value: "true", config: {threshhold: 1}}]',
        ].join('\n'),
      },
      'promptfooconfig.yaml',
    );
    assert.deepEqual(said, []);
  });

  it('makes a row of data no case of variables when its checks would be lost', async () => {
    const { said, cases } = await saidOf({
      ...prompt,
      'a.eval.yaml': `${head}cases: c.jsonl\n`,
      'c.jsonl': '{"x": "1", "asserts": [{"type": "contains", "value": "a"}]}\n{"x": "2", "expected": "b"}\n',
    });
    assert.ok(
      said.some((line) => line.startsWith('error unknown-key')),
      said.join('\n'),
    );
    assert.deepEqual(cases.at(-1)?.vars, { x: '2', expected: 'b' }, 'a column of one’s own stays a variable');
  });

  it('in a prompt of GitHub, and in its evaluators', async () => {
    const text = [
      'messages: [{role: user, content: "Say {{x}}"}]',
      'testdata: [{x: 1}]',
      'testData: [{x: 1}]',
      'evaluators:',
      '  - {name: a, string: {contain: b}}',
      '  - {name: a, strings: {contains: b}}',
    ].join('\n');
    const { said } = await saidOf({ 'a.prompt.yml': text }, 'a.prompt.yml');
    assert.ok(said.includes('error unknown-key at testdata'), said.join('\n'));
    assert.equal(said.filter((line) => line.startsWith('error unknown-key')).length, 3, said.join('\n'));
  });

  for (const column of ['__Expected', '__expect', '__expected_2', '__treshold', '__nothing'])
    it(`${column} in a CSV file is an error`, async () => {
      const { said } = await saidOf({
        ...prompt,
        'a.eval.yaml': `${head}cases: c.csv\n`,
        'c.csv': `x,${column}\n1,contains:a\n`,
      });
      assert.deepEqual(said, [`error column at x,${column}`]);
    });
});

describe('a value of the wrong kind', () => {
  it('takes a single check for a list of one', async () => {
    const { said, cases } = await suite('cases: [{vars: {x: 1}, assert: {type: contains, value: a}}]\n');
    assert.deepEqual([said, cases[0]?.checks.length], [[], 1]);
  });

  it('never lets a case pass whose checks are no checks', async () => {
    const { said, cases } = await suite('cases: [{vars: {x: 1}, assert: "contains a"}]\n');
    assert.deepEqual(said, ['error wrong-type at "contains a"']);
    assert.deepEqual(
      cases[0]?.checks.map((check) => 'type' in check && check.type),
      ['no type'],
    );
  });

  it('reads a number in quotes, with a note, and refuses any other text', async () => {
    const { said, cases } = await suite('cases: [{vars: {x: 1}, threshold: "0.5"}, {vars: {x: 2}, threshold: half}]\n');
    assert.deepEqual(said, ['warning quoted-number at "0.5"', 'error wrong-type at half']);
    assert.equal(cases[0]?.threshold, 0.5);
  });

  it('finds checks among the variables, and those of a CSV file', async () => {
    const { said } = await suite(
      'cases:\n  - vars: {x: 1, assert: [{type: contains, value: a}]}\n  - {x: 1, __expected: "contains:a"}\n',
    );
    assert.deepEqual(said, ['error misplaced-checks at assert', 'error csv-column at __expected']);
  });
});
