import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { SuiteOptions } from '../../../src/core/dataset/suiteReading.ts';
import { memoryFiles } from './memoryFiles.ts';

const prompt = 'Say {{q}}';

/** What is said of a file, each as its severity, its code and the text at its place, with the messages. */
async function saidOf(name: string, files: Readonly<Record<string, string>>, options: SuiteOptions = {}) {
  const { problems, ...suite } = await readSuite(name, memoryFiles(files), options);
  const said = problems.map(({ severity, code, range, file }) => {
    const [line] = (files[file] ?? '').slice(range.start, range.end).split('\n');
    return `${severity} ${code} at ${line}`;
  });
  return { suite, said, messages: problems.map(({ message }) => message) };
}

const suiteWith = (rest: string) =>
  saidOf('a.eval.yaml', { 'p.prompt': prompt, 'a.eval.yaml': `prompt: p.prompt\nmodels: [simulated/terse]\n${rest}` });

describe('a file that is no suite', () => {
  it('is refused with what a suite is', async () => {
    const { said, messages, suite } = await saidOf('notes.txt', { 'notes.txt': 'hello' });
    assert.deepEqual([said, suite.cases], [['error unknown-format at '], []]);
    assert.match(messages[0] ?? '', /^A suite is an \*\.eval\.yaml, /);
  });

  it('is a missing one, and the name that was probably meant is told', async () => {
    const { said, messages } = await saidOf('triage.eval.yaml', { 'triagge.eval.yaml': 'prompt: p.prompt' });
    assert.deepEqual(said, ['error missing-file at ']);
    assert.match(messages[0] ?? '', /There is "triagge\.eval\.yaml"\.$/);
  });

  it('is data where it names no prompt, and then belongs to one', async () => {
    const files = { 'rows.yaml': '- {vars: {q: a}}\n- {vars: {q: b}}\n', 'p.prompt': prompt };
    const { said, suite } = await saidOf('rows.yaml', files, { prompt: 'p.prompt', models: ['simulated/terse'] });
    assert.deepEqual(said, []);
    assert.deepEqual(
      suite.cases.map(({ vars }) => vars),
      [{ q: 'a' }, { q: 'b' }],
    );
    const lost = await saidOf('rows.yaml', files, { prompt: 'pp.prompt' });
    assert.deepEqual(lost.said, ['error missing-file at ']);
    assert.match(lost.messages[0] ?? '', /^There is no prompt file "pp\.prompt"\. There is "p\.prompt"\.$/);
    assert.deepEqual(lost.suite.prompts, []);
  });

  it('is one of our own where it names a prompt, whatever it is called', async () => {
    const text = 'prompt: p.prompt\nmodels: [simulated/terse]\ncases: [{vars: {q: a}}]\n';
    const { said, suite } = await saidOf('any.yaml', { 'any.yaml': text, 'p.prompt': prompt });
    assert.deepEqual([said, suite.targets.map(({ model }) => model)], [[], ['simulated/terse']]);
  });
});

describe('a requirement that cannot be read', () => {
  it('is an error at its place, and the others count', async () => {
    const { said, messages, suite } = await suiteWith(
      'cases: [{vars: {q: a}}]\nrequire: [recal > 0.5, passed >= 0.9]\n',
    );
    assert.deepEqual(said, ['error wrong-requirement at recal > 0.5']);
    assert.match(messages[0] ?? '', /^"recal" is no figure: .*\.$/);
    assert.deepEqual(
      suite.requirements?.map(({ text }) => text),
      ['passed >= 0.9'],
    );
  });
});

describe('a simulated user that cannot be read', () => {
  for (const [user, said, message] of [
    ['Be rude.', 'error wrong-type at Be rude.', /"user" is a map with "instructions"/],
    ['{persona: Mia}', 'error no-instructions at {persona: Mia}', /needs "instructions", or a "goal"/],
    ['{goal: [a]}', 'error wrong-type at [a]', /"goal" of a user is a text/],
    ['{goal: Win, stop: " "}', 'error wrong-type at " "', /"stop" of a user is a text/],
    ['{goal: Win, maxTurns: 101}', 'error wrong-number at 101', /a whole number from 1 to 100/],
    ['{goal: Win, maxTurns: 0}', 'error wrong-number at 0', /a whole number from 1 to 100/],
    ['{goal: Win, maxTurns: 1.5}', 'error wrong-number at 1.5', /a whole number from 1 to 100/],
  ] as const)
    it(`says so: ${user}`, async () => {
      const found = await suiteWith(`cases:\n  - {vars: {q: a}, user: ${user}}\n`);
      assert.equal(found.said[0], said);
      assert.match(found.messages[0] ?? '', message);
    });

  it('may send from 1 to 100 messages', async () => {
    for (const turns of [1, 100]) {
      const { said, suite } = await suiteWith(`cases:\n  - {vars: {q: a}, user: {goal: Win, maxTurns: ${turns}}}\n`);
      assert.deepEqual([said, suite.cases[0]?.simulatedUser?.maxTurns], [[], turns]);
    }
  });
});

describe('a turn that cannot be read', () => {
  it('is an error at its place', async () => {
    const { said } = await suiteWith(
      'cases:\n  - {vars: {q: a}, turns: [" ", 3, {assert: [{type: is-json}]}, {user: Go on.}]}\n',
    );
    assert.deepEqual(said, [
      'error wrong-type at " "',
      'error wrong-type at 3',
      'error wrong-type at {assert: [{type: is-json}]}',
    ]);
  });
});

describe('callbacks of promptfoo that cannot be read', () => {
  const withCallbacks = (callbacks: string) =>
    saidOf('promptfooconfig.yaml', {
      'promptfooconfig.yaml': `prompts: ["{{q}}"]\nproviders:\n  - id: openai:gpt-5-mini\n    config: {functionToolCallbacks: ${callbacks}}\ntests: [{vars: {q: a}}]\n`,
    });

  it('are an error at their place', async () => {
    assert.deepEqual((await withCallbacks('[a]')).said, ['error wrong-type at [a]']);
    assert.deepEqual((await withCallbacks('{look: 3}')).said, ['error wrong-type at 3']);
  });
});

describe('the evaluators of a .prompt.yml', () => {
  const file = (evaluators: string) =>
    `messages: [{role: user, content: "Say {{q}}"}]\nmodel: openai/gpt-5-mini\ntestData: [{q: a}]\nevaluators: ${evaluators}\n`;
  const readEvaluators = async (evaluators: string) => {
    const { suite, said } = await saidOf('a.prompt.yml', { 'a.prompt.yml': file(evaluators) });
    return { said, checks: suite.cases[0]?.checks ?? [] };
  };

  it('are checks with the judge that they name', async () => {
    const { said, checks } = await readEvaluators(
      '[{name: good, llm: {modelId: openai/gpt-5, prompt: Good?, choices: [{choice: "1", score: 1}]}}]',
    );
    assert.deepEqual(said, []);
    assert.deepEqual(
      checks.map((check) => [check.type, check.metric, 'judge' in check ? check.judge : undefined]),
      [['github-llm', 'good', 'openai/gpt-5']],
    );
  });

  it('never pass where they ask for nothing that is known', async () => {
    const { said, checks } = await readEvaluators('[{name: odd}]');
    assert.deepEqual(said, ['error unknown-evaluator at {name: odd}']);
    assert.deepEqual(
      checks.map((check) => ['fault' in check ? check.fault : undefined]),
      [['It has neither "string" nor "llm" nor "uses".']],
    );
  });
});

describe('a table of cases', () => {
  const readTable = async (text: string) => {
    const { said, messages, suite } = await saidOf(
      'rows.csv',
      { 'rows.csv': text, 'p.prompt': prompt },
      { prompt: 'p.prompt', models: ['simulated/terse'] },
    );
    return { said, messages, cases: suite.cases };
  };

  it('may hold answers that were given before', async () => {
    const { cases } = await readTable('q,__providerOutput\na,It is so.\nb,\n');
    assert.deepEqual(
      cases.map(({ providedOutput }) => providedOutput),
      ['It is so.', undefined],
    );
  });

  it('says of a setting of a check that it is none', async () => {
    const { said, messages } = await readTable(
      'q,__config:__expected:treshold,__config:__expected0:threshold\na,1,1\n',
    );
    assert.equal(said.length, 2);
    for (const message of messages)
      assert.match(message, /is not a setting of a check: write __config:__expected:threshold\.$/);
  });
});
