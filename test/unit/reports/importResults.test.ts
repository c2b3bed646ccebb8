import assert from 'node:assert/strict';
import type { EvalCase, SuitePrompt } from '../../../src/core/dataset/suite.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { answerDigest } from '../../../src/core/people/answerDigest.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { importResults } from '../../../src/core/reports/importResults.ts';
import { readPromptfooResults } from '../../../src/core/reports/readPromptfooResults.ts';
import { evalCase } from '../../support/evalCase.ts';
import { assertWhole } from '../../support/whole.ts';

const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"k":1}' } };

/** A row of a result file, with what is said of it in place of the usual. */
const row = (more: Readonly<Record<string, JsonValue>>): JsonValue => ({
  testIdx: 0,
  promptIdx: 0,
  provider: { id: 'openai:chat:gpt-4o', label: '' },
  prompt: { raw: 'Say a', label: 'P' },
  vars: { x: 'a' },
  testCase: {},
  response: { output: 'A' },
  success: true,
  score: 1,
  failureReason: 0,
  ...more,
});

const rows: readonly JsonValue[] = [
  row({
    description: 'all there is',
    latencyMs: 250,
    cost: 0.25,
    namedScores: { tone: 0.5, odd: 'x' },
    response: {
      output: 'A',
      cached: true,
      finishReason: 'length',
      tokenUsage: { prompt: 7, completion: 3 },
    },
    gradingResult: {
      reason: 'Fine.',
      componentResults: [
        {
          pass: true,
          score: 1,
          reason: 'yes',
          assertion: { type: 'contains', value: 'A', weight: 2, metric: 'm', threshold: 0.5 },
        },
        { pass: false, score: 0.25, reason: 'no', assertion: { type: 'not-icontains', value: null } },
        { pass: 'odd', assertion: { type: '' } },
        3,
      ],
    },
    testCase: { description: 'of the test', threshold: 0.5, metadata: { level: 1 } },
  }),
  row({
    testIdx: 1,
    success: false,
    score: 0,
    failureReason: 1,
    gradingResult: { reason: 'Wrong.' },
    testCase: { description: 'of the test' },
  }),
  row({ testIdx: 2, success: false, failureReason: 2, error: 'Down.', response: { output: 'half' }, latencyMs: 5 }),
  row({ testIdx: 3, success: false, failureReason: 2, response: { error: 'Refused.' } }),
  row({ testIdx: 4, success: false, failureReason: 2, response: {} }),
  row({ testIdx: 5, metadata: { polyprompt: { outcome: 'skipped' } } }),
  row({ testIdx: 6, metadata: { polyprompt: { outcome: 'cancelled' } } }),
  row({ testIdx: 7, metadata: { polyprompt: { outcome: 'ungraded' } }, success: false, error: 'No judge.' }),
  row({ testIdx: 8, metadata: { polyprompt: { outcome: 'other' } } }),
  row({ testIdx: 9, response: { output: [call] } }),
  row({ testIdx: 10, response: { output: { content: 'Well.', tool_calls: [call] } } }),
  row({ testIdx: 11, response: { output: [{ ...call, extra: 1 }] } }),
  row({ testIdx: 12, response: { output: [] } }),
  row({
    testIdx: 13,
    response: { output: { a: 1 }, tokenUsage: { prompt: 0, completion: -1 } },
    cost: 0,
    latencyMs: null,
  }),
  row({ testIdx: 14, provider: 'anthropic:messages:claude-x' }),
  row({ testIdx: 15, provider: { id: 'bedrock:x', label: 'Ours' } }),
  row({ testIdx: 16, provider: 'bedrock:x' }),
  row({ testIdx: 17, provider: {} }),
  row({ testIdx: 18, vars: null, testCase: { vars: { y: 1 } } }),
  row({ testIdx: 19, prompt: { raw: '[{"role": "system", "content": "S"}, {"role": "user", "content": "U"}]' } }),
  row({ testIdx: 20, prompt: { raw: '[{"role": "user", ]' } }),
  row({ success: 'yes' }),
  row({}),
  row({}),
  3,
];

const file = (results: readonly JsonValue[], more: Readonly<Record<string, JsonValue>> = {}) =>
  JSON.stringify({ results: { timestamp: '2026-11-20T10:00:00Z', results }, config: { description: 'D' }, ...more });

const options = { runId: '20260101-000000-test', name: 'suite', promptVersion: 'v', now: 7 };

describe('a result file of promptfoo', () => {
  it('is read row by row, and becomes the events of a run', () => {
    const read = readPromptfooResults(file(rows), 'r.json');
    const { events, matched } = importResults(read, options);
    const lines = [
      `${read.description} at ${read.at}, ${read.rows.length} rows, ${read.damaged} damaged, ${matched} matched`,
      ...read.rows.map((one) => JSON.stringify(one)),
      ...events.map((event) => JSON.stringify(event)),
    ];
    assertWhole('imported.txt', `${lines.join('\n')}\n`);
  });

  it('gives what people rated and noted in its viewer as verdicts on these answers', () => {
    const human = (pass: boolean, comment?: string) => ({
      pass,
      score: Number(pass),
      reason: 'Manual result (overrides all other grading results)',
      assertion: { type: 'human' },
      ...(comment === undefined ? {} : { comment }),
    });
    const judged = { pass: true, score: 1, reason: 'yes', assertion: { type: 'llm-rubric', value: 'kind' } };
    const old = { pass: false, reason: 'Manual result (overrides all other grading results)', assertion: null };
    const rated = [
      row({
        gradingResult: { pass: false, comment: 'of the row', componentResults: [judged, human(false, ' too long ')] },
      }),
      row({ vars: { x: 'b' }, gradingResult: { componentResults: [judged, human(true)] } }),
      row({ vars: { x: 'c' }, gradingResult: { ...old, comment: '!highlight odd' } }),
      row({ vars: { x: 'd' }, gradingResult: { componentResults: [judged], comment: 'only a comment' } }),
      row({ vars: { x: 'e' }, gradingResult: { componentResults: [judged], comment: '!highlight' } }),
    ];
    const { verdicts, comments } = importResults(readPromptfooResults(file(rated), 'r.json'), options);
    assert.deepEqual(
      verdicts.map(({ answer, verdict, by, note, at }) => [answer, verdict, by, note, at]),
      [
        [answerDigest({ x: 'a' }, 'A'), 'fail', 'promptfoo', 'too long', '2026-11-20T10:00:00.000Z'],
        [answerDigest({ x: 'b' }, 'A'), 'pass', 'promptfoo', undefined, '2026-11-20T10:00:00.000Z'],
        [answerDigest({ x: 'c' }, 'A'), 'fail', 'promptfoo', 'odd', '2026-11-20T10:00:00.000Z'],
      ],
    );
    assert.equal(comments, 1);
    assert.equal(new Set(verdicts.map(({ id }) => id)).size, 3);
  });

  it('counts the columns of each model by themselves as its prompts', () => {
    const at = (promptIdx: number, provider: string) => row({ promptIdx, provider });
    const two = [at(0, 'openai:a'), at(2, 'openai:b'), at(1, 'openai:a'), at(3, 'openai:b')];
    const read = readPromptfooResults(file(two), 'r.json');
    assert.deepEqual(
      read.rows.map(({ target, prompt }) => `${target.id} ${prompt}`),
      ['openai/a 1', 'openai/b 1', 'openai/a 2', 'openai/b 2'],
    );
    const [started] = importResults(read, options).events;
    assert.ok(started?.type === 'run-started');
    assert.deepEqual(
      started.cells.map(({ promptIndex }) => promptIndex),
      [0, 0, 1, 1],
    );
  });

  it('has the time of its import where it tells none', () => {
    for (const text of [
      file([row({})], { results: { results: [row({})] } }),
      `\uFEFF${file([row({})], { config: null, results: { timestamp: 'soon', results: [row({})] } })}`,
    ]) {
      const read = readPromptfooResults(text, 'r.json');
      assert.equal(read.at, undefined);
      assert.deepEqual(
        importResults(read, options).events.map(({ at }) => at),
        [7, 7, 7, 7],
      );
    }
  });

  it('is refused, by its name, when it is something else', () => {
    for (const text of ['{}', '[]', '{"results": []}', '{"results": {"results": {}}}', '3'])
      assert.throws(() => readPromptfooResults(text, 'r.json'), {
        code: 'invalid-arguments',
        message: 'r.json holds no results of promptfoo.',
      });
    assert.throws(() => readPromptfooResults('{', 'r.json'), {
      code: 'invalid-arguments',
      message: 'r.json does not hold valid JSON.',
    });
  });
});

describe('results that are of a plan', () => {
  const prompt = (label: string): SuitePrompt => ({
    label,
    raw: label,
    parameters: {},
    render: (vars) => {
      const text = `${label} ${JSON.stringify(vars)}`;
      return { text, messages: [{ role: 'user', parts: [{ type: 'text', text }] }] };
    },
  });
  const suite = (
    cases: readonly EvalCase[],
    prompts: readonly string[] = ['P'],
    models: readonly string[] = ['openai/gpt-4o'],
  ) => ({
    name: 's',
    file: 's.eval.yaml',
    prompts: prompts.map(prompt),
    targets: models.map((model) => ({ id: model, model, parameters: {} })),
    cases,
    derivedMetrics: [],
    repeat: 1,
    problems: [],
  });
  const planOptions = { runId: 'r', promptVersion: 'v', name: 's.eval.yaml' };

  /** For each row the case that it is of, or `-`. */
  function placed(results: readonly JsonValue[], ...of: Parameters<typeof suite>): string {
    const planned = planSuite(suite(...of), planOptions);
    const { events, caseOf, matched } = importResults(readPromptfooResults(file(results), 'r.json'), {
      ...options,
      planned,
    });
    const [started] = events;
    assert.ok(started?.type === 'run-started');
    const known = new Set(planned.plan.cells.map(({ id }) => id));
    const cells = started.cells.map(({ id, promptIndex, target }) => {
      const place = promptIndex === undefined ? '' : `#${promptIndex + 1}`;
      return known.has(id) ? `${caseOf.get(id)?.id}${place} ${target}` : `- ${target}`;
    });
    const targets = started.targets.map(({ id }) => id);
    return `${cells.join(', ')}; ${matched} matched; ${targets.join(', ')}`;
  }

  const one = evalCase('one', { vars: { x: 'a' } });
  const two = evalCase('two', { vars: { x: 'b' } });
  const model = 'openai/gpt-4o';

  it('are those with the same variables on the same model, each once', () => {
    const [a, b] = [row({}), row({ testIdx: 1, vars: { x: 'b' } })];
    assert.equal(placed([a, b], [one, two]), `one ${model}, two ${model}; 2 matched; ${model}`);
    assert.equal(placed([b, a], [one, two]), `two ${model}, one ${model}; 2 matched; ${model}`);
    assert.equal(placed([a, a], [one, two]), `one ${model}, - ${model}; 1 matched; ${model}`);
  });

  it('are those at the same place with variables of the same names', () => {
    const read = row({ testIdx: 1, vars: { x: 'file://b.txt' } });
    assert.equal(placed([read], [one, two]), `two ${model}; 1 matched; ${model}`);
    assert.equal(placed([row({ testIdx: 1, vars: { y: 'b' } })], [one, two]), `- ${model}; 0 matched; ${model}`);
    assert.equal(placed([row({ testIdx: 9, vars: { x: 'c' } })], [one, two]), `- ${model}; 0 matched; ${model}`);
    assert.equal(
      placed([row({ testIdx: 1, vars: { x: 'b' } }), read], [one, two]),
      `two ${model}, - ${model}; 1 matched; ${model}`,
    );
  });

  it('are told apart by prompt, and of two alike the one at its place is taken', () => {
    const second = row({ promptIdx: 1 });
    assert.equal(placed([row({}), second], [one], ['P', 'Q']), `one#1 ${model}, one#2 ${model}; 2 matched; ${model}`);
    const twin = evalCase('twin', { vars: { x: 'a' } });
    assert.equal(placed([row({ testIdx: 1 })], [one, twin]), `twin ${model}; 1 matched; ${model}`);
  });

  it('have the targets of the plan with their settings, and those that it has not beside them', () => {
    const of = suite([one], ['P'], [model, 'a/quiet', 'b/unused']);
    const targets = of.targets.map((target) => ({ ...target, parameters: { temperature: 0.5 } }));
    const read = [row({}), row({ provider: { id: 'x', label: 'a/quiet' } }), row({ provider: 'openai:gpt-4.1' })];
    const { events } = importResults(readPromptfooResults(file(read), 'r.json'), {
      ...options,
      planned: planSuite({ ...of, targets }, planOptions),
    });
    const [started] = events;
    assert.ok(started?.type === 'run-started');
    assert.deepEqual(
      started.targets.map(({ id, parameters }) => [id, parameters]),
      [
        [model, { temperature: 0.5 }],
        ['a/quiet', { temperature: 0.5 }],
        ['openai/gpt-4.1', {}],
      ],
    );
  });

  it('are of the one target with that model, and of none where two have it', () => {
    const labelled = row({ provider: { id: 'openai:gpt-4o', label: 'Mine' } });
    assert.equal(placed([labelled], [one]), `one ${model}; 1 matched; ${model}`);
    const other = row({ provider: 'openai:gpt-4.1' });
    assert.equal(placed([other], [one]), '- openai/gpt-4.1; 0 matched; openai/gpt-4.1');
    assert.equal(placed([row({})], [one], ['P'], [model, 'a/other']), `one ${model}; 1 matched; ${model}`);
    const planned = suite([one]);
    const twice = { ...planned, targets: ['A', 'B'].map((id) => ({ id, model, parameters: {} })) };
    const { matched } = importResults(readPromptfooResults(file([row({})]), 'r.json'), {
      ...options,
      planned: planSuite(twice, planOptions),
    });
    assert.equal(matched, 0);
  });
});
