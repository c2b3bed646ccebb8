import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

const prompt = '---\ntoolDefs:\n  - {name: look, inputSchema: {city: string}}\n---\nHi {{q}}';
const result = (value: string) => ({ tool: 'look', answer: { type: 'result', value } });

/** A suite over a prompt with one tool, with each problem as `severity code at the first line of its text`. */
async function suiteOf(rest: string, more: Readonly<Record<string, string>> = {}, file = 'a.eval.yaml') {
  const head = file === 'a.eval.yaml' ? 'prompt: p.prompt\nmodels: [simulated/terse]\n' : '';
  const files: Readonly<Record<string, string>> = { 'p.prompt': prompt, [file]: head + rest, ...more };
  const suite = await readSuite(file, memoryFiles(files));
  return {
    suite,
    tools: suite.cases.map(({ tools }) => tools),
    said: suite.problems.map(({ severity, code, range, file: at }) => {
      const text = (files[at] ?? '').slice(range.start, range.end);
      return `${severity} ${code} at ${text.split('\n')[0]}`;
    }),
  };
}

describe('the answers to tools in a suite', () => {
  it('stand in the suite, in defaultTest, in a scenario and in a case, the nearest first', async () => {
    const { suite, tools, said } = await suiteOf(`
toolResults: [{tool: look, result: suite}]
maxTurns: 5
defaultTest:
  toolResults: [{tool: look, result: default}]
  maxTurns: 4
cases:
  - {vars: {q: a}, toolResults: [{tool: look, result: case}], maxTurns: 3}
  - {vars: {q: b}, options: {toolResults: [{tool: look, result: options}], returnToolRequests: true}}
scenarios:
  - toolResults: [{tool: look, result: scenario}]
    config: [{vars: {q: c}, toolResults: [{tool: look, result: row}]}]
    tests: [{toolResults: [{tool: look, result: test}]}]
`);
    assert.deepEqual(said, []);
    assert.deepEqual(suite.tools, { toolResults: [result('suite')], maxTurns: 5 });
    assert.deepEqual(tools, [
      { toolResults: [result('case'), result('default')], maxTurns: 3 },
      { toolResults: [result('options'), result('default')], maxTurns: 4, returnToolRequests: true },
      { toolResults: [result('test'), result('row'), result('scenario'), result('default')], maxTurns: 4 },
    ]);
    assert.deepEqual(suite.prompts[0]?.tools, undefined);
  });

  it('are those of the prompt file, too', async () => {
    const own = prompt.replace('---\nHi', 'toolResults: [{tool: look, result: prompt}]\n---\nHi');
    const { suite } = await suiteOf('cases: [{vars: {q: a}}]', { 'p.prompt': own });
    assert.deepEqual(suite.prompts[0]?.tools, { toolResults: [result('prompt')] });
  });

  it('leave the id of a case as it is where there are none', async () => {
    const plain = await suiteOf('cases: [{vars: {q: a}}]');
    const inSuite = await suiteOf('toolResults: [{tool: look, result: x}]\ncases: [{vars: {q: a}}]');
    const inCase = await suiteOf('cases: [{vars: {q: a}, toolResults: [{tool: look, result: x}]}]');
    const ids = [plain, inSuite, inCase].map(({ suite }) => suite.cases[0]?.id);
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], ids[2]);
  });

  it('may stand in files', async () => {
    const { tools, said } = await suiteOf(
      `
cases:
  - vars: {q: a}
    toolResults:
      - {tool: look, times: 1, result: file://page.html}
      - {tool: look, times: 1, result: file://data/forecast.json}
      - {tool: look, javascript: file://answers.js:cold}
  - {vars: {q: b}, toolResults: file://data/rules.yaml}
`,
      {
        'page.html': '<p>cold</p>',
        'data/forecast.json': '{"degrees": 4}',
        'answers.js': 'export const cold = () => 4;',
        'data/rules.yaml': '[{tool: look, result: file://more.txt}]',
        'data/more.txt': 'more',
      },
    );
    assert.deepEqual(said, []);
    const [first, second] = tools;
    assert.deepEqual(first?.toolResults?.slice(0, 2), [
      { ...result('<p>cold</p>'), times: 1 },
      { tool: 'look', times: 1, answer: { type: 'result', value: { degrees: 4 } } },
    ]);
    const last = first?.toolResults?.[2]?.answer;
    assert.match(last?.type === 'javascript' ? last.code : '', /cold/);
    assert.deepEqual(second, { toolResults: [result('more')] });
  });

  it('stand in rows of JSONL, and are variables where they are no rules', async () => {
    const { tools, suite, said } = await suiteOf('cases: rows.jsonl', {
      'rows.jsonl': `{"vars": {"q": "a"}, "options": {"toolResults": [{"tool": "look", "result": "row"}]}}
{"q": "b", "toolResults": "three"}
`,
    });
    assert.deepEqual(said, []);
    assert.deepEqual(tools, [{ toolResults: [result('row')] }, undefined]);
    assert.deepEqual(suite.cases[1]?.vars, { q: 'b', toolResults: 'three' });
  });

  for (const [rest, ...said] of [
    ['cases: [{vars: {q: a}, toolResults: [{tool: lok, result: 1}]}]', 'error undeclared-tool at lok'],
    ['toolResults: [{tool: clock, result: 1}]\ncases: [{vars: {q: a}}]', 'error undeclared-tool at clock'],
    [
      'cases: [{vars: {q: a}, toolResults: [{tool: look, args: {cty: a}, result: 1}]}]',
      'error unknown-argument at cty',
    ],
    ['cases: [{vars: {q: a}, toolResults: [{tool: look, args: {city: a}, result: 1}]}]'],
    ['cases: [{vars: {q: a}, toolResult: [{tool: look, result: 1}]}]', 'error unknown-key at toolResult'],
    ['cases: [{vars: {q: a}, maxTurn: 3}]', 'error unknown-key at maxTurn'],
    ['cases: [{vars: {q: a}, toolResults: [{tool: look}]}]', 'error no-answer at {tool: look}'],
    ['cases: [{vars: {q: a}, options: {toolResults: [{tool: look}]}}]', 'error no-answer at {tool: look}'],
    ['cases: [{vars: {q: a}, toolResults: [{tool: look, result: file://no.txt}]}]', 'error missing-file at look'],
    ['cases: [{vars: {q: a}, options: {max_tokens: 9, maxTurns: 2}}]'],
    ['maxTurns: 0\ncases: [{vars: {q: a}}]', 'error wrong-number at 0'],
    ['cases: [{vars: {q: a}, toolResults: [{tool: look, result: 1, times: 0}]}]', 'error wrong-number at 0'],
    ['cases: [{vars: {q: a}, toolResults: [{result: 1}]}]', 'error no-tool at {result: 1}'],
    ['cases: [{vars: {q: a}, toolResults: {look: 1}}]', 'error wrong-type at {look: 1}'],
    ['returnToolRequests: 1\ncases: [{vars: {q: a}}]', 'error wrong-type at 1'],
  ] as const)
    it(`are checked: ${rest}`, async () => {
      assert.deepEqual((await suiteOf(rest)).said, said);
    });
});

describe('tools of a suite', () => {
  const tool = 'type: function, function: {name: look, parameters: {type: object}}';

  it('may hold their mocks', async () => {
    const { suite, said } = await suiteOf(
      `
prompts:
  - {label: P, raw: "Hi {{q}}", config: {tools: [{${tool}, mock: {error: down}}]}}
providers:
  - {id: simulated/terse, config: {tools: [{${tool}, mock: cold}]}}
tests: [{vars: {q: a}, options: {tools: [{${tool.replace('}}', '}, mock: [{result: inner}]}')}}]}}]
`,
      {},
      'promptfooconfig.yaml',
    );
    assert.deepEqual(said, []);
    assert.deepEqual(suite.prompts[0]?.tools?.toolResults?.[0]?.answer, { type: 'error', message: 'down' });
    assert.deepEqual(suite.targets[0]?.tools, { toolResults: [result('cold')] });
    assert.deepEqual(suite.cases[0]?.tools, { toolResults: [result('inner')] });
  });

  it('may have functions that promptfoo calls', async () => {
    const { suite, said } = await suiteOf(
      `
prompts: ["Hi {{q}}"]
providers:
  - id: openai:chat:gpt-5.6-luna
    config:
      tools: [{${tool}}]
      functionToolCallbacks:
        look: "async (args) => 'cold'"
        lok: file://answers.js:cold
        clock: 3
tests: [{vars: {q: a}}]
`,
      { 'answers.js': 'export const cold = () => 4;' },
      'promptfooconfig.yaml',
    );
    assert.deepEqual(said, ['error wrong-type at 3', 'error undeclared-tool at lok']);
    const [look, other] = suite.targets[0]?.callbacks ?? [];
    assert.deepEqual(look, { tool: 'look', answer: { type: 'callback', code: "async (args) => 'cold'" } });
    assert.equal(other?.tool, 'lok');
  });
});
