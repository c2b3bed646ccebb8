import assert from 'node:assert/strict';
import { readDataBindings } from '../../../src/core/dataset/dataBindings.ts';
import { readSuite, suiteFormatOf } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

const cases =
  '{"vars": {"name": "Ada"}, "assert": [{"type": "contains", "value": "Ada"}]}\n{"vars": {"name": "Bob"}}\n';
const prompt = (evals: string) => `---\nmodel: simulated/terse\npolyprompt.evals: ${evals}\n---\nGreet {{name}}.`;

async function read(file: string, texts: Readonly<Record<string, string>>, options = {}) {
  const suite = await readSuite(file, memoryFiles(texts), options);
  return {
    cases: suite.cases.map(({ vars, place, checks }) => `${vars['name']} of ${place.file}, ${checks.length} checks`),
    targets: suite.targets.map(({ model }) => model),
    problems: suite.problems.map(({ file: at, message }) => `${at}: ${message}`),
    render: () => suite.prompts[0]?.render(suite.cases[0]?.vars ?? {}).text,
  };
}

describe('a prompt that names its cases', () => {
  it('is a suite over them, each at its own line', async () => {
    const suite = await read('p/greet.prompt', { 'p/greet.prompt': prompt('./cases.jsonl'), 'p/cases.jsonl': cases });
    assert.deepEqual(suite.cases, ['Ada of p/cases.jsonl, 1 checks', 'Bob of p/cases.jsonl, 0 checks']);
    assert.deepEqual([suite.targets, suite.problems], [['simulated/terse'], []]);
    assert.equal(suite.render(), 'Greet Ada.');
  });

  it('may name several files, of several kinds', async () => {
    const suite = await read('greet.prompt', {
      'greet.prompt': prompt('[cases.jsonl, more.csv, whole.eval.yaml]'),
      'cases.jsonl': cases,
      'more.csv': 'name,__expected\nEve,Eve\n',
    });
    assert.deepEqual(suite.cases.slice(2), ['Eve of more.csv, 1 checks']);
    assert.deepEqual(suite.problems, []);
  });

  it('has no cases and no problems when it names none', async () => {
    const suite = await read('greet.prompt', { 'greet.prompt': 'Hi' });
    assert.deepEqual([suite.cases, suite.problems], [[], []]);
  });

  it('says where a file is missing', async () => {
    const suite = await read('greet.prompt', { 'greet.prompt': prompt('gone.jsonl') });
    assert.match(suite.problems[0] ?? '', /^greet\.prompt: There is no file "gone\.jsonl"/);
  });

  it("adds them to a .prompt.yml's own rows, judged by its evaluators, too", async () => {
    const suite = await read('greet.prompt.yml', {
      'greet.prompt.yml': [
        'messages: [{role: user, content: "Greet {{name}}."}]',
        'polyprompt.evals: cases.jsonl',
        'testData: [{name: Zoe}]',
        'evaluators: [{name: polite, string: {contains: Hello}}]',
      ].join('\n'),
      'cases.jsonl': cases,
    });
    assert.deepEqual(suite.cases, [
      'Zoe of greet.prompt.yml, 1 checks',
      'Ada of cases.jsonl, 2 checks',
      'Bob of cases.jsonl, 1 checks',
    ]);
  });

  it('works for a .prompty', async () => {
    const text = '---\nname: g\npolyprompt.evals: cases.jsonl\n---\nuser:\nGreet {{name}}.';
    const suite = await read('greet.prompty', { 'greet.prompty': text, 'cases.jsonl': cases });
    assert.equal(suite.cases.length, 2);
  });

  it('is told by its name, partials are not', () => {
    assert.deepEqual(
      ['a/greet.prompt', 'greet.prompty', 'greet.prompt.txt', '_part.prompt', 'a.prompt.md'].map(suiteFormatOf),
      ['bound', 'bound', 'bound', undefined, undefined],
    );
  });
});

describe('data bound to a prompt by a setting', () => {
  it("runs through the prompt on the binding's models, else on the prompt's", async () => {
    const texts = { 'greet.prompt': prompt('other.jsonl'), 'cases.jsonl': cases };
    const own = await read('cases.jsonl', texts, { prompt: 'greet.prompt' });
    assert.deepEqual([own.cases.length, own.targets], [2, ['simulated/terse']]);
    const bound = await read('cases.jsonl', texts, { prompt: 'greet.prompt', models: ['a/b', 'c/d', 'a/b'] });
    assert.deepEqual(bound.targets, ['a/b', 'c/d']);
  });

  it('is read with its paths made plain', () => {
    const setting = [{ data: './data/**/*.csv', prompt: 'prompts\\greet.prompt', models: ['a/b'] }];
    assert.deepEqual(readDataBindings(setting), {
      bindings: [{ data: 'data/**/*.csv', prompt: 'prompts/greet.prompt', models: ['a/b'] }],
      complaints: [],
    });
    assert.deepEqual(readDataBindings(undefined), { bindings: [], complaints: [] });
  });

  for (const [entry, complaint] of [
    [{ data: 'a.csv' }, 'Entry 1 needs "data" and "prompt".'],
    ['a.csv', 'Entry 1 needs "data" and "prompt".'],
    [{ data: '../a.csv', prompt: 'p' }, 'Entry 1: "../a.csv" has to be a path inside of the workspace folder.'],
    [
      { data: 'a/../../a.csv', prompt: 'p' },
      'Entry 1: "a/../../a.csv" has to be a path inside of the workspace folder.',
    ],
    [{ data: '/etc/passwd', prompt: 'p' }, 'Entry 1: "/etc/passwd" has to be a path inside of the workspace folder.'],
    [{ data: 'a', prompt: 'file:///p' }, 'Entry 1: "file:///p" has to be a path inside of the workspace folder.'],
    [{ data: 'a', prompt: 'C:\\p' }, 'Entry 1: "C:\\p" has to be a path inside of the workspace folder.'],
    [{ data: 'a', prompt: 'p', models: 'a/b' }, 'Entry 1: "models" is a list of provider/model.'],
  ] as const)
    it(`refuses ${JSON.stringify(entry)}`, () => {
      assert.deepEqual(readDataBindings([entry]), { bindings: [], complaints: [complaint] });
    });
});
