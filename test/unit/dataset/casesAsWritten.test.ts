import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { fitsPattern } from '../../../src/core/dataset/suitePath.ts';
import { memoryFiles } from './memoryFiles.ts';

async function suiteOf(rest: string, { prompt = '"{{x}}"', environment = {} } = {}) {
  const text = `prompts: [${prompt}]\nproviders: [openai:gpt-4o]\n${rest}`;
  return readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': text }), { environment });
}

/** The problems of the cases that are written there. */
async function problemsOf(cases: string): Promise<readonly string[]> {
  return (await suiteOf(`tests:\n${cases}`)).problems.map(({ code }) => code);
}

/** The variables and the number of checks of each case. */
async function casesOf(cases: string) {
  const { cases: read } = await suiteOf(`tests:\n${cases}`);
  return read.map(({ vars, checks, turns = [] }) => [vars, checks.length + turns.length]);
}

describe('a map among the cases', () => {
  it('holds variables alone where none of its keys belongs to a case', async () => {
    assert.deepEqual(await casesOf('  - {x: a, y: b}\n'), [[{ x: 'a', y: 'b' }, 0]]);
    assert.deepEqual(await casesOf('  - {x: a, turns: 3, user: Ann}\n'), [[{ x: 'a', turns: 3, user: 'Ann' }, 0]]);
    assert.deepEqual(await casesOf('  - {x: a, turns: [{said: b}], user: {name: Ann}}\n'), [
      [{ x: 'a', turns: [{ said: 'b' }], user: { name: 'Ann' } }, 0],
    ]);
    assert.deepEqual(await casesOf('  - {x: a, toolResults: [{name: b}]}\n'), [
      [{ x: 'a', toolResults: [{ name: 'b' }] }, 0],
    ]);
  });

  it('is a case where one of them can stand nowhere else', async () => {
    assert.deepEqual(await casesOf('  - {vars: {x: a}, turns: [Hi, {user: Hello}]}\n'), [[{ x: 'a' }, 2]]);
    for (const telling of [
      'turns: [{user: Hello}]',
      'user: {goal: b}',
      'toolResults: [{result: a}, {tool: b, result: c}]',
    ])
      assert.ok((await problemsOf(`  - {x: a, ${telling}}\n`)).includes('lost-variables'), telling);
  });

  it('is a problem where it is none', async () => {
    assert.deepEqual(await problemsOf('  - 3\n  - [a]\n'), ['wrong-type', 'wrong-type']);
  });

  it('loses no checks among its variables unsaid', async () => {
    const { problems } = await suiteOf('tests: [{vars: {x: a, __expected: b}}]\n');
    assert.deepEqual(
      problems.map(({ severity, code }) => `${severity} ${code}`),
      ['error csv-column'],
    );
  });
});

describe('the times that each case is asked', () => {
  it('are a whole number from 1 to 10,000', async () => {
    const faults = async (repeat: string) => {
      const text = `prompts: ["{{x}}"]\nmodels: [simulated/terse]\nrepeat: ${repeat}\ncases: [{x: a}]\n`;
      return (await readSuite('a.eval.yaml', memoryFiles({ 'a.eval.yaml': text }))).problems.map(({ code }) => code);
    };
    for (const repeat of ['1', '10000']) assert.deepEqual(await faults(repeat), [], repeat);
    for (const repeat of ['0', '10001', '1.5']) assert.ok((await faults(repeat)).includes('wrong-number'), repeat);
  });
});

describe('the numbers of a case', () => {
  it('are named where YAML changes how they are written', async () => {
    assert.deepEqual(await problemsOf('  - {vars: {x: 1.10, y: "1.10", z: 1.5, w: text}}\n'), ['changed-number']);
  });

  it('are excerpted where they are none', async () => {
    const long = 'x'.repeat(60);
    const { problems } = await suiteOf(`tests: [{vars: {x: a}, threshold: [${long}]}]\n`);
    assert.equal(problems[0]?.message, `"threshold" is a number; ["${'x'.repeat(38)}… is none.`);
    const short = await suiteOf('tests: [{vars: {x: a}, threshold: "0.5"}]\n');
    assert.deepEqual(
      [short.cases[0]?.threshold, short.problems.map(({ severity, code }) => `${severity} ${code}`)],
      [0.5, ['warning quoted-number']],
    );
  });
});

describe('a template of a suite', () => {
  it('reaches the variables of the suite’s env, and of the environment that it is given', async () => {
    const prompt = '"{{env.OWN}} {{env.GIVEN}} {{x}}"';
    const suite = await suiteOf('env: {OWN: a}\ntests: [{vars: {x: c}}]\n', { prompt, environment: { GIVEN: 'b' } });
    assert.equal(suite.prompts[0]?.render({ x: 'c' }).text, 'a b c');
    const plain = await suiteOf('env: none\ntests: []\n', { prompt, environment: { OWN: 'o', GIVEN: 'b' } });
    assert.equal(plain.prompts[0]?.render({ x: 'c' }).text, 'o b c');
  });

  it('follows variables that name each other, and leaves names that nobody knows', async () => {
    const [prompt] = (await suiteOf('tests: []\n')).prompts;
    const rendered = (vars: Readonly<Record<string, string>>) => prompt?.render(vars).text;
    assert.equal(rendered({ x: '{{a}}!', a: '{{b}}', b: '{{c}}', c: 'end' }), 'end!');
    assert.equal(rendered({ x: 'a {{ a }} and {{ unknown }}', a: '1' }), 'a 1 and {{ unknown }}');
    assert.equal(rendered({ x: '{{ a | upper }}', a: 'b' }), 'B');
  });
});

describe('a pattern for files', () => {
  it('has parts that do not overlap', () => {
    const fits = (pattern: string, ...names: readonly string[]) => names.map((name) => fitsPattern(pattern, name));
    assert.deepEqual(fits('a*b', 'ab', 'axb', 'a', 'b', 'abc'), [true, true, false, false, false]);
    assert.deepEqual(fits('ab*b', 'ab', 'abb'), [false, true]);
    assert.deepEqual(fits('a*b*c', 'abc', 'abbc', 'acb', 'ac'), [true, true, false, false]);
    assert.deepEqual(fits('ab', 'ab', 'abc'), [true, false]);
  });
});
