import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

/** The cases of a suite, with each problem as `severity code at the first line of its text`. */
async function casesOf(rest: string, more: Readonly<Record<string, string>> = {}) {
  const text = `prompt: p.prompt\nmodels: [simulated/terse]\n${rest}`;
  const files: Readonly<Record<string, string>> = { 'p.prompt': 'Say {{q}}', 'a.eval.yaml': text, ...more };
  const { cases, problems } = await readSuite('a.eval.yaml', memoryFiles(files));
  return {
    cases,
    said: problems.map(({ severity, code, range }) => {
      const [line] = text.slice(range.start, range.end).split('\n');
      return `${severity} ${code} at ${line}`;
    }),
  };
}

describe('a conversation in a case', () => {
  it('is a list of what the user says, each with its checks', async () => {
    const { cases, said } = await casesOf(`
cases:
  - vars: {q: a}
    assert: [{type: contains, value: first}]
    turns:
      - And in euros?
      - {user: "And {{q}}?", assert: [{type: contains, value: last}]}
`);
    assert.deepEqual(said, []);
    const turns = cases[0]?.turns?.map(({ user, checks }) => [user, checks.map((check) => check.type)]);
    assert.deepEqual(turns, [
      ['And in euros?', []],
      ['And {{q}}?', ['contains']],
    ]);
    assert.deepEqual(
      cases[0]?.checks.map(({ turn }) => turn),
      [undefined, 1],
    );
  });

  it('is led by promptfoo’s simulated user, whom the models of the suite answer', async () => {
    const { cases, said } = await casesOf(`
defaultTest:
  provider: {id: 'promptfoo:simulated-user', config: {maxTurns: 3}}
cases:
  - vars: {q: a, instructions: You are Mia.}
  - {vars: {q: b}, provider: {id: 'promptfoo:simulated-user', config: {instructions: 'You are {{q}}.', initialMessages: [{role: user, content: Hi}]}}}
  - {vars: {q: c}, turns: [And then?]}
`);
    assert.deepEqual(said, []);
    assert.deepEqual(
      cases.map(({ simulatedUser, targets }) => [simulatedUser, targets]),
      [
        [{ instructions: '{{instructions}}', isGradedWhole: true, first: 'Hello.', maxTurns: 3 }, undefined],
        [{ instructions: 'You are {{q}}.', isGradedWhole: true, first: 'Hi' }, undefined],
        [undefined, undefined],
      ],
    );
  });

  it('is named where promptfoo’s simulated user asks for more than is carried out', async () => {
    const config = '{stateful: true, userID: 7, initialMessages: [{role: system, content: Hi}]}';
    const { said } = await casesOf(
      `cases:\n  - {vars: {q: b}, provider: {id: 'promptfoo:simulated-user', config: ${config}}}\n`,
    );
    assert.deepEqual(
      said.map((one) => one.split(' at ')[0]),
      ['error unsupported', 'error unsupported', 'error unsupported'],
    );
  });

  it('is led by a user that a model plays', async () => {
    const { cases, said } = await casesOf(`
cases:
  - vars: {q: a}
    user: {persona: Mia, goal: a refund, stop: DONE, maxTurns: 6, model: simulated/thorough, first: Hi}
  - {vars: {q: b}, user: {instructions: You are Mia.}}
`);
    assert.deepEqual(said, []);
    assert.deepEqual(
      cases.map(({ simulatedUser }) => simulatedUser),
      [
        { persona: 'Mia', goal: 'a refund', stop: 'DONE', maxTurns: 6, model: 'simulated/thorough', first: 'Hi' },
        { instructions: 'You are Mia.' },
      ],
    );
  });

  it('of defaultTest gives way to the case’s own', async () => {
    const { cases } = await casesOf(`
defaultTest: {vars: {q: a}, turns: [Why?]}
cases:
  - {description: one}
  - {description: two, user: {instructions: You are Mia.}}
  - {vars: {}, turns: [How?]}
`);
    assert.deepEqual(
      cases.map(({ turns, simulatedUser }) => [turns?.map(({ user }) => user), simulatedUser?.instructions]),
      [
        [['Why?'], undefined],
        [undefined, 'You are Mia.'],
        [['How?'], undefined],
      ],
    );
  });

  it('is part of what makes a case, wherever it stands', async () => {
    const idOf = async (rest: string) => (await casesOf(rest)).cases[0]?.id;
    const ids = await Promise.all([
      idOf('cases: [{vars: {q: a}}]'),
      idOf('cases: [{vars: {q: a}, turns: [Why?]}]'),
      idOf('\n\ncases: [{vars: {q: a}, turns: [{user: Why?}]}]'),
      idOf('cases: [{vars: {q: a}, turns: [How?]}]'),
      idOf('cases: [{vars: {q: a}, turns: [{user: Why?, assert: [{type: is-json}]}]}]'),
    ]);
    assert.equal(ids[1], ids[2]);
    assert.equal(new Set(ids).size, 4);
  });

  it('is a variable in a row of data that is no case', async () => {
    const { cases, said } = await casesOf('cases: rows.jsonl', {
      'rows.jsonl': '{"q": "a", "turns": ["b"], "user": "Mia"}\n{"user": "Mia"}\n',
      'p.prompt': 'Say {{q}} {{turns}} {{user}}',
    });
    assert.deepEqual(said, []);
    assert.deepEqual(
      cases.map(({ vars }) => vars),
      [{ q: 'a', turns: ['b'], user: 'Mia' }, { user: 'Mia' }],
    );
  });

  for (const [fields, ...said] of [
    ['turns: []', 'error wrong-type at []'],
    ['turns: Why?', 'error wrong-type at Why?'],
    ['turns: [Why?, ""]', 'error wrong-type at ""'],
    ['turns: [{assert: [{type: is-json}]}]', 'error wrong-type at {assert: [{type: is-json}]}'],
    ['turns: [{text: Why?}]', 'error unknown-key at text', 'error wrong-type at {text: Why?}'],
    ['turns: [{user: Why?, asserts: []}]', 'error unknown-key at asserts'],
    ['user: {persona: Mia}', 'error no-instructions at {persona: Mia}'],
    ['user: {goal: a, maxTurns: 0}', 'error wrong-number at 0'],
    ['user: {goal: a, maxTurns: 101}', 'error wrong-number at 101'],
    ['user: {goal: a, maxTurns: 1.5}', 'error wrong-number at 1.5'],
    ['user: {goal: a, model: nobody}', 'error unknown-model at nobody'],
    ['user: {gaol: a, instructions: b}', 'error unknown-key at gaol'],
    ['user: {goal: a}, turns: [b]', 'error two-conversations at user'],
    ['turn: [b]', 'error unknown-key at turn'],
  ] as const)
    it(`is checked: {${fields}}`, async () => {
      assert.deepEqual((await casesOf(`cases: [{vars: {q: a}, ${fields}}]`)).said, said);
    });
});
