import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { ScriptPorts } from '../../../src/core/grading/grader.ts';
import type { ModelEvent } from '../../../src/core/messages.ts';
import { logProbProblems } from '../../../src/core/plan/logProbChecks.ts';
import { formatEvalSummary } from '../../../src/core/reports/evalSummary.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { outcomeOf } from '../../../src/core/results/outcome.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { type Answer, runSuite } from '../../support/suiteRun.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const sandbox = openSandbox();
after(() => sandbox.dispose());

interface Told {
  readonly text?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly answer?: Answer;
  readonly scripts?: ScriptPorts;
}

async function run(text: string, { files = {}, answer, scripts = { sandbox } }: Told = {}) {
  const all = { ...files, 'promptfooconfig.yaml': text };
  const providers = { a: 'test/a', b: 'test/b', judge: 'test/judge' };
  const suite = await readSuite('promptfooconfig.yaml', memoryFiles(all), { providers });
  assert.deepEqual(suite.problems, []);
  const result = await runSuite(suite, { scripts, ...(answer ? { answer } : {}) });
  return { ...result, suite, cells: Object.values(result.state.cells) };
}

const told = (cells: readonly CellState[]) => cells.map((cell) => [cell.text, outcomeOf(cell), cell.verdict?.score]);

describe('a check of the time', () => {
  it('knows how many requests were under way at the same server', async () => {
    const { cells } = await run(`
prompts: ["p1", "p2"]
providers: [a]
tests:
  - assert: [{type: not-latency, threshold: 1000}]
`);
    assert.match(cells[1]?.verdict?.reason ?? '', /with 2 requests under way at once/);
  });
});

describe('a check of calls', () => {
  it('counts the one answer of a model whose results are the answer', async () => {
    const { cells } = await run(
      `
prompts: [p]
providers:
  - id: a
    config: {tools: [{type: function, function: {name: look}}], functionToolCallbacks: {look: "() => 'cold'"}}
tests: [{assert: [{type: max-turns, value: 1}, {type: javascript, value: context.messages.length === 3}]}]
`,
      {
        answer: () => [
          { type: 'tool-call', id: '1', name: 'look', input: {} },
          { type: 'done', finishReason: 'tool-calls' },
        ],
      },
    );
    assert.deepEqual(told(cells), [['cold', 'pass', 1]]);
  });

  it('passes no answer that the suite brings for the calls that it does not tell of', async () => {
    const { cells } = await run(`
prompts: [p]
providers: [a]
tests:
  - {vars: {q: 1}, providerOutput: It is done., assert: [{type: not-tool-called, value: delete}]}
  - {vars: {q: 2}, providerOutput: It is done., assert: [{type: max-turns, value: 2}]}
  - {vars: {q: 3}, providerOutput: '[{"name": "look"}]', assert: [{type: not-tool-called, value: delete}]}
`);
    assert.deepEqual(cells.map(outcomeOf), ['error', 'error', 'pass']);
  });
});

describe('the judge of a case', () => {
  async function judgeOf(own: string): Promise<readonly string[]> {
    const asked: string[] = [];
    await run(
      `prompts: ["{{q}}"]
providers: [{id: a, label: the one}]
commandLineOptions: {grader: judge}
tests: [{vars: {q: x}, ${own} assert: [{type: llm-rubric, value: good}]}]
`,
      {
        answer: (_text, model) => {
          asked.push(model);
          return '{"pass": true, "score": 1, "reason": "good"}';
        },
      },
    );
    return asked;
  }

  it('is its own, else that of the suite', async () => {
    assert.deepEqual(await judgeOf(''), ['a', 'judge']);
    assert.deepEqual(await judgeOf('options: {provider: b},'), ['a', 'b']);
  });
});

describe('the answers to a case', () => {
  const text = `
prompts: ["p1", "p2 is longer"]
providers: [a, b]
tests:
  - assert:
      - {type: javascript, value: "output.length / 100"}
      - {type: max-score}
`;

  it('are compared when all have their verdict', async () => {
    const { cells } = await run(text, {
      answer: (prompt, model) => `${prompt} by ${model}${'!'.repeat(model === 'b' ? 5 : 0)}`,
    });
    assert.deepEqual(told(cells), [
      ['p1 by a', 'fail', 0],
      ['p1 by b!!!!!', 'fail', 0],
      ['p2 is longer by a', 'fail', 0],
      ['p2 is longer by b!!!!!', 'pass', 0.22],
    ]);
  });

  it('are compared without those that failed, and are ungraded when only one is left', async () => {
    const some =
      (broken: readonly string[]): Answer =>
      (prompt, model) =>
        broken.includes(`${prompt} ${model}`) ? [{ type: 'text', text: 'cut' }] : `${prompt} ${model}`;
    const { cells } = await run(text, { answer: some(['p2 is longer b']) });
    assert.deepEqual(
      cells.map((cell) => outcomeOf(cell)),
      ['fail', 'fail', 'pass', 'error'],
    );
    const left = await run(text, { answer: some(['p1 a', 'p1 b', 'p2 is longer b']) });
    assert.deepEqual(
      left.cells.map((cell) => outcomeOf(cell)),
      ['error', 'error', 'ungraded', 'error'],
    );
  });

  it('are shown to the judge together, whose account stands with the first', async () => {
    const best =
      'prompts: ["p"]\nproviders: [a, b]\ntests:\n  - assert: [{type: select-best, value: short, provider: judge}]\n';
    const answer: Answer = (prompt, model) =>
      model === 'judge' ? '{"choice": 1, "reason": "Short."}' : `${prompt} ${model}`;
    const { cells, sent } = await run(best, { answer });
    assert.deepEqual(
      cells.map((cell) => [outcomeOf(cell), cell.judging?.calls]),
      [
        ['fail', 1],
        ['pass', undefined],
      ],
    );
    assert.equal(sent.filter((line) => line.startsWith('judge')).length, 1);
  });
});

describe('an answer that is stored', () => {
  const text = `
prompts: ["ask {{q}}", "again {{q}}"]
providers: [a, b]
tests:
  - vars: {q: first}
    options: {storeOutputAs: earlier}
  - vars: {q: other}
  - vars: {q: "<{{earlier}}>"}
    assert: [{type: contains, value: "{{earlier}}"}]
`;

  it('is a variable of the cases after it, on the same target; of several prompts the last one counts', async () => {
    const { cells, sent } = await run(text, { answer: (prompt, model) => `${model}[${prompt}]` });
    assert.deepEqual(
      cells.slice(-4).map((cell) => [cell.text, outcomeOf(cell)]),
      [
        ['a[ask <a[again first]>]', 'pass'],
        ['b[ask <b[again first]>]', 'pass'],
        ['a[again <a[again first]>]', 'pass'],
        ['b[again <b[again first]>]', 'pass'],
      ],
    );
    assert.deepEqual(
      new Set(sent.slice(0, 4)),
      new Set(['a: ask first', 'b: ask first', 'a: again first', 'b: again first']),
    );
    assert.deepEqual(cells.at(-1)?.messages, [
      { role: 'user', parts: [{ type: 'text', text: 'again <b[again first]>' }] },
    ]);
  });

  it('that never came makes an error of what needs it, and of nothing else', async () => {
    const answer: Answer = (prompt) => (prompt.endsWith('first') ? [{ type: 'text', text: 'cut' }] : prompt);
    const { cells } = await run(text, { answer });
    assert.deepEqual(
      cells.map((cell) => outcomeOf(cell)),
      [
        'error',
        'error',
        'error',
        'error',
        'unchecked',
        'unchecked',
        'unchecked',
        'unchecked',
        'error',
        'error',
        'error',
        'error',
      ],
    );
    assert.equal(cells.at(-1)?.error?.code, 'missing-input');
  });
});

describe('an answer that is a tool call', () => {
  const calls =
    (text: string): Answer =>
    (prompt) =>
      prompt !== 'first'
        ? prompt
        : [
            ...(text === '' ? [] : [{ type: 'text' as const, text }]),
            { type: 'tool-call', id: 'c1', name: 'find', input: { k: 'alpha' } },
            { type: 'done', finishReason: 'tool-calls', rawFinishReason: 'STOP' },
          ];

  it('is what checks, transforms, scripts and later cases see, as promptfoo has it', async () => {
    const text = `
prompts: ["{{q}}"]
providers: [a]
tests:
  - vars: {q: first}
    options: {storeOutputAs: earlier}
    assert:
      - {type: is-json}
      - {type: javascript, value: "output[0].function.name === 'find'"}
      - {type: javascript, value: "context.providerResponse.finishReason === 'tool_calls'"}
      - {type: contains, value: alpha}
      - {type: equals, value: alpha, transform: "JSON.parse(output[0].function.arguments).k"}
      - {type: finish-reason, value: tool-calls}
      - {type: not-contains, value: beta}
  - vars: {q: "{{earlier}}"}
    assert: [{type: contains-json}, {type: contains, value: '"name":"find"'}]
`;
    const { cells } = await run(text, { answer: calls('') });
    assert.deepEqual(
      cells.map(({ verdict }) => verdict?.checks.map(({ outcome }) => outcome)),
      [
        ['pass', 'pass', 'pass', 'pass', 'pass', 'pass', 'pass'],
        ['pass', 'pass'],
      ],
    );
  });

  it('stands beside the words that came with it', async () => {
    const text = `
prompts: ["{{q}}"]
providers: [a]
tests:
  - vars: {q: first}
    options: {transform: "output.content + ' ' + output.tool_calls[0].function.name"}
    assert: [{type: equals, value: Let me see. find}]
`;
    const { cells } = await run(text, { answer: calls('Let me see.') });
    assert.deepEqual(told(cells), [['Let me see.', 'pass', 1]]);
  });
});

describe('a conversation', () => {
  it('holds the turns before, by target and prompt', async () => {
    const text = `
prompts: ["{% for turn in _conversation %}{{ turn.input }}={{ turn.output }}; {% endfor %}{{q}}"]
providers: [a]
tests: [{vars: {q: one}}, {vars: {q: two}}, {vars: {q: alone}, options: {disableConversationVar: true}}]
`;
    const { cells } = await run(text, { answer: (prompt) => prompt.toUpperCase() });
    assert.deepEqual(
      cells.map((cell) => cell.text),
      ['ONE', 'ONE=ONE; TWO', 'ALONE'],
    );
  });
});

describe('a conversation of chats', () => {
  const history = '{% for turn in _conversation %}{{ turn.input }}={{ turn.output }}; {% endfor %}{{q}}';
  const turnsOf = async (prompt: string) => {
    const text = `prompts: [${JSON.stringify(prompt)}]\nproviders: [a]\ntests: [{vars: {q: one}}, {vars: {q: two}}]\n`;
    const said: string[] = [];
    await run(text, {
      answer: (_text, _model, messages) => {
        const [part] = messages.at(-1)?.parts ?? [];
        said.push(part?.type === 'text' ? part.text : '');
        return 'ONE';
      },
    });
    return said;
  };

  it('has what the user said last as its input, in JSON and in YAML', async () => {
    const second = 'one=ONE; two';
    const json = JSON.stringify([
      { role: 'system', content: 'S' },
      { role: 'user', content: history },
    ]);
    assert.deepEqual(await turnsOf(json), ['one', second]);
    assert.deepEqual(await turnsOf(`- role: system\n  content: S\n- role: user\n  content: '${history}'\n`), [
      'one',
      second,
    ]);
  });
});

describe('an answer that is stored', () => {
  it('is what the transforms made of it', async () => {
    const text = `
prompts: ["{{q}}"]
providers: [{id: openai:gpt-5-mini, transform: "output + '!'"}]
tests:
  - vars: {q: first words}
    options: {storeOutputAs: fruit, transform: "output.split(' ')[0]"}
  - vars: {q: "Why {{fruit}}?"}
    assert: [{type: equals, value: "Why first?!"}]
`;
    const { cells, sent } = await run(text);
    assert.deepEqual(sent.length, 2);
    assert.deepEqual(told(cells).at(-1)?.slice(1), ['pass', 1]);
  });
});

describe('what scripts know of their case', () => {
  it('is its description, metadata, checks and model, and a console that says nothing', async () => {
    const text = `
prompts: ["{{q}}"]
providers: [a]
tests:
  - description: the first
    vars: {q: x}
    metadata: {kind: easy}
    assert:
      - {type: not-contains, value: y}
      - type: javascript
        value: |
          console.log(context.test);
          const { description, metadata, vars, assert } = context.test;
          return [description, metadata.kind, vars.q, assert[0].type, assert[0].value].join() === 'the first,easy,x,not-contains,y';
`;
    const { cells } = await run(text);
    assert.deepEqual(told(cells), [['x', 'pass', 1]]);
  });
});

describe('variables that a script changes', () => {
  const text = `
prompts: ["{{name}} {{length}}"]
providers: [a]
tests:
  - vars: {name: Ada}
    options: {transformVars: "({ ...vars, length: vars.name.length })"}
    assert: [{type: equals, value: "Ada {{length}}"}]
`;

  it('make the prompt and the checks', async () => {
    const { cells } = await run(text);
    assert.deepEqual(told(cells), [['Ada 3', 'pass', 1]]);
  });

  it('are not changed where nobody trusts the workspace: nothing is sent', async () => {
    const { cells, sent } = await run(text, { scripts: { sandbox, refusesScripts: true } });
    assert.deepEqual([cells[0]?.error?.code, sent], ['untrusted-workspace', []]);
  });
});

describe('scripts of a suite that is not trusted (fault 76)', () => {
  it('leave ungraded what they decide, while patterns are matched', async () => {
    const text = `
prompts: ["p"]
providers: [a]
tests:
  - assert: [{type: javascript, value: "true"}]
  - assert: [{type: regex, value: "^(p|q)+$"}]
  - options: {transform: output.length}
`;
    const { cells } = await run(text, { scripts: { sandbox, refusesScripts: true } });
    assert.deepEqual(
      cells.map((cell) => [outcomeOf(cell), cell.verdict?.reason]),
      [
        ['ungraded', 'JavaScript of a suite runs in trusted workspaces only.'],
        ['pass', 'All checks passed.'],
        ['ungraded', 'JavaScript of a suite runs in trusted workspaces only.'],
      ],
    );
  });
});

describe('an answer that the suite brings itself', () => {
  it('is graded as it is, and no model is asked', async () => {
    const text = `
prompts: ["p"]
providers: [a]
tests: [{providerOutput: {city: Paris}, assert: [{type: equals, value: {city: Paris}}]}]
`;
    const { cells, sent } = await run(text);
    assert.deepEqual([told(cells), sent], [[['{"city":"Paris"}', 'pass', 1]], []]);
  });
});

describe('JavaScript files of a suite', () => {
  const files = {
    'check.cjs':
      'module.exports = (output, context) => output.length > context.config.min;\nmodule.exports.strict = () => ({ pass: false, score: 0.4, reason: "strict" });',
    'value.js': 'export default (output) => output.slice(0, 2);',
    'shout.mjs': 'export const shout = (output) => output.toUpperCase();',
    'name.js': 'module.exports = (varName, prompt, vars) => ({ output: varName + " of " + vars.who });',
    'prompt.js':
      'module.exports = ({ vars, provider }) => [{ role: "user", content: vars.name + " on " + provider.id }];',
  };

  it('grade, transform, and make variables and prompts', async () => {
    const text = `
prompts: [file://prompt.js]
providers: [a]
tests:
  - vars: {who: Ada, name: file://name.js}
    options: {transform: "file://shout.mjs:shout"}
    assert:
      - {type: javascript, value: file://check.cjs, config: {min: 3}}
      - {type: javascript, value: "file://check.cjs:strict"}
      - {type: starts-with, value: file://value.js}
`;
    const { cells, sent } = await run(text, { files, answer: () => 'answer' });
    assert.deepEqual(cells[0]?.messages?.[0]?.parts, [{ type: 'text', text: 'name of Ada on test/a' }]);
    assert.equal(sent.length, 1);
    assert.deepEqual(
      cells[0]?.verdict?.checks.map(({ outcome, score }) => [outcome, score]),
      [
        ['pass', 1],
        ['fail', 0.4],
        ['pass', 1],
      ],
    );
  });

  it('are read within the workspace folder only, and load nothing: each at its place', async () => {
    const text = 'prompts: [p]\nproviders: [a]\ntests:\n  - assert: [{type: javascript, value: file://load.js}]\n';
    const suite = await readSuite(
      'promptfooconfig.yaml',
      memoryFiles({ 'promptfooconfig.yaml': text, 'load.js': '\nconst fs = require("fs");' }),
      { providers: { a: 'test/a' } },
    );
    assert.deepEqual(
      suite.problems.map(({ message, range }) => [message, text.slice(range.start, range.end)]),
      [
        [
          'load.js: Line 2 loads another module, which a script of a suite cannot do: const fs = require("fs");',
          'file://load.js',
        ],
      ],
    );
    const { state } = await runSuite(suite, { scripts: { sandbox } });
    assert.deepEqual(
      Object.values(state.cells).map((cell) => cell.verdict?.outcome),
      ['error'],
    );
  });
});

describe('derived metrics', () => {
  it('are worked out of the sums of named scores, target by target, in their order', async () => {
    const text = `
prompts: ["{{guess}}"]
providers: [a, b]
derivedMetrics:
  - {name: precision, value: hits / (hits + misses)}
  - {name: percent, value: precision * 100}
  - {name: share, value: hits / __count}
  - {name: nothing, value: none / none}
defaultTest:
  assert:
    - {type: javascript, value: "output === context.vars.truth ? 1 : 0", metric: hits, weight: 0}
    - {type: javascript, value: "output === context.vars.truth ? 0 : 1", metric: misses, weight: 0}
    - {type: contains, value: x, metric: heavy, weight: 3}
tests:
  - vars: {guess: x, truth: x}
  - vars: {guess: x, truth: x}
  - vars: {guess: x, truth: y}
`;
    const { state, planned, suite } = await run(text, { answer: (prompt, model) => (model === 'b' ? 'y' : prompt) });
    const report = evalReport(state, planned.caseOf, suite.derivedMetrics);
    assert.deepEqual(
      report.targets.map(({ derived }) => derived),
      [
        { precision: 2 / 3, percent: (2 / 3) * 100, share: 2 / 3, nothing: undefined },
        { precision: 1 / 3, percent: (1 / 3) * 100, share: 1 / 3, nothing: undefined },
      ],
    );
    assert.equal(state.cells[planned.plan.cells[0]?.id ?? '']?.verdict?.namedWeights?.['heavy'], 3);
    assert.match(
      formatEvalSummary(report),
      /^test\/a {2}precision 0\.6667 {2}percent 66\.6667 {2}share 0\.6667 {2}nothing -$/m,
    );
  });

  it('that are no formula are named at their place', async () => {
    const text = 'prompts: [p]\nproviders: [a]\nderivedMetrics:\n  - {name: odd, value: "hits /"}\n';
    const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': text }), {
      providers: { a: 'test/a' },
    });
    assert.deepEqual(
      suite.problems.map(({ message, range }) => [message, text.slice(range.start, range.end)]),
      [
        [
          'The derived metric "odd" cannot be worked out: "hits /" is no formula: it ends too early.',
          '{name: odd, value: "hits /"}',
        ],
      ],
    );
  });
});

describe('the settings of a cell', () => {
  const parametersOf = async (text: string, files = {}) => {
    const { planned } = await run(text, { files });
    return planned.plan.cells.map(({ parameters }) => parameters);
  };

  it('are the case’s, then the prompt’s in the suite, then the model’s', async () => {
    const text = `
prompts: [{label: p, raw: "p", config: {temperature: 0.9, max_tokens: 5}}]
providers: [{id: a, config: {temperature: 0.1, top_p: 0.5}}]
tests: [{vars: {x: 1}}, {vars: {x: 2}, options: {temperature: 0.5}}]
`;
    assert.deepEqual(await parametersOf(text), [
      { temperature: 0.9, maxOutputTokens: 5, topP: 0.5 },
      { temperature: 0.5, maxOutputTokens: 5, topP: 0.5 },
    ]);
  });

  it('are the model’s before those of a prompt file', async () => {
    const files = { 'p.prompt': '---\nconfig: {temperature: 0.9, maxOutputTokens: 5}\n---\np' };
    const text =
      'prompts: [file://p.prompt]\nproviders: [{id: a, config: {temperature: 0.1}}]\ntests: [{vars: {x: 1}}]\n';
    assert.deepEqual(await parametersOf(text, files), [{ temperature: 0.1, maxOutputTokens: 5 }]);
  });
});

describe('how likely an answer was', () => {
  const text = `
prompts: ["p"]
providers: [a]
tests:
  - assert: [{type: perplexity, threshold: 2}]
  - assert: [{type: contains, value: x}]
`;

  it('is asked for where a check needs it, kept with the answer, and checked', async () => {
    const answered =
      (values: readonly number[]): Answer =>
      () => [
        { type: 'text', text: 'x' },
        { type: 'log-probs', values },
        { type: 'done', finishReason: 'stop' },
      ];
    const { cells, state } = await run(text, { answer: answered([-0.5, -0.5]) });
    assert.deepEqual(
      cells.map((cell) => outcomeOf(cell)),
      ['pass', 'pass'],
    );
    assert.deepEqual(
      state.plan.map(({ parameters }) => parameters?.logProbs),
      [true, undefined],
    );
    assert.deepEqual(cells[0]?.logProbs, [-0.5, -0.5]);
    assert.equal(outcomeOf((await run(text, { answer: answered([-3]) })).cells[0] ?? assert.fail()), 'fail');
  });

  it('is told before the run where no model says so', async () => {
    const { suite } = await run(text, { answer: () => 'x' });
    const problems = (givesLogProbs: boolean) =>
      logProbProblems(suite, () => ({ givesLogProbs })).map(({ severity, message }) => `${severity}: ${message}`);
    assert.match(
      problems(false).join(),
      /^warning: "perplexity" needs log probabilities, which none of these models gives/,
    );
    assert.deepEqual(problems(true), []);
    assert.deepEqual(
      logProbProblems(suite, () => undefined),
      [],
    );
  });
});

describe('a case with turns', () => {
  const shop = `
prompts: ["What does a {{thing}} cost?"]
providers: [a]
tests:
  - vars: {thing: lamp}
    turns:
      - {user: "And {{answer}} for two {{thing}}s?", assert: [{type: equals, value: "80"}]}
      - {user: "So first {{answers[0]}}, then?", assert: [{type: contains, value: "120"}]}
    assert: [{type: icontains, value: cost}, {type: max-turns, value: 3}]
`;
  const answer: Answer = (_text, _model, messages) => {
    const last = messages.at(-1)?.parts[0];
    const said = last?.type === 'text' ? last.text : '';
    if (said.startsWith('What')) return '40';
    return said === 'And 40 for two lamps?' ? '80' : `They cost 120 (${said})`;
  };

  it('checks the answer to each turn, and the last one by its own checks', async () => {
    const { cells } = await run(shop, { answer });
    const [cell] = cells;
    assert.equal(cell?.text, 'They cost 120 (So first 40, then?)');
    assert.deepEqual([cell?.verdict?.outcome, cell?.verdict?.checks.length], ['pass', 4]);
  });

  it('fails where the answer to one of the turns does, whatever the last one is', async () => {
    const { cells } = await run(shop.replace('"80"', '"81"'), { answer });
    const { outcome, checks } = cells[0]?.verdict ?? {};
    assert.deepEqual([outcome, checks?.map((check) => check.outcome)], ['fail', ['pass', 'pass', 'fail', 'pass']]);
  });

  it('never passes where the conversation ended before everything was said', async () => {
    const call: ModelEvent[] = [
      { type: 'tool-call', id: '1', name: 'price', input: {} },
      { type: 'text', text: 'cost' },
      { type: 'done', finishReason: 'tool-calls' },
    ];
    const { cells } = await run(shop.replace(/assert: \[\{type: equals.*?\]\}/, 'assert: []}'), { answer: () => call });
    assert.equal(cells[0] && outcomeOf(cells[0]), 'error');
    assert.match(cells[0]?.verdict?.reason ?? '', /Only 0 of 2 turns could be said: the model called price/);
  });

  it('is a problem where a turn cannot be rendered', async () => {
    const suite = await readSuite(
      'promptfooconfig.yaml',
      memoryFiles({ 'promptfooconfig.yaml': shop.replace('{{answer}}', '{{anser}}') }),
      {
        providers: { a: 'test/a' },
      },
    );
    const { planned } = await runSuite(suite, { answer });
    assert.deepEqual(planned.plan.cells, []);
    assert.match(planned.problems[0]?.message ?? '', /The template .*anser.* cannot be rendered/);
  });
});

describe('a case with a simulated user', () => {
  const talk = `
prompts: ["You sell lamps. Be brief."]
providers: [a]
tests:
  - user: {persona: You are Mia., goal: "a lamp for {{price}}", first: "Hello, I am Mia.", maxTurns: 3, model: test/judge}
    vars: {price: 40 euros}
    assert: [{type: contains, value: sold}]
`;
  it('lets the prompt be the system message, and the user open and go on', async () => {
    const asked: (readonly (readonly string[])[])[] = [];
    const { cells } = await run(talk, {
      answer: (_text, model, messages) => {
        const said = messages.map(({ role, parts }) => [
          role,
          parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
        ]);
        if (model === 'a') asked.push(said);
        if (model === 'judge') return said.length > 4 ? '###STOP###' : 'A lamp for 40, please.';
        return said.length > 2 ? 'sold' : 'What do you need?';
      },
    });
    assert.deepEqual(asked[1], [
      ['system', 'You sell lamps. Be brief.'],
      ['user', 'Hello, I am Mia.'],
      ['assistant', 'What do you need?'],
      ['user', 'A lamp for 40, please.'],
    ]);
    assert.deepEqual([cells[0]?.verdict?.outcome, cells[0]?.rounds?.length], ['pass', 1]);
  });
});
