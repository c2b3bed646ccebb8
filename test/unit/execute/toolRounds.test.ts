import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ModelEvent } from '../../../src/core/messages.ts';
import { costOfRun } from '../../../src/core/results/summary.ts';
import { resultOf } from '../../../src/core/run/resultOf.ts';
import { transcriptOf } from '../../../src/core/run/round.ts';
import type { ToolRule } from '../../../src/core/tools/toolSettings.ts';
import type { QuickJsSandbox } from '../../../src/node/sandbox/sandbox.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { always, calls, model, runTools, says, type ToolRun, weather } from '../../support/toolRun.ts';

/** The results that the model was given last, as text. */
const given = ({ sent }: ToolRun) => (sent.at(-1) ?? []).filter(({ role }) => role === 'tool').at(-1)?.parts;

/** What a cell's conversation is in the end, without times. */
function transcript({ state, cell }: ToolRun): unknown {
  const result = resultOf(state, cell);
  return result && transcriptOf(result, model);
}

describe('rounds of tools', () => {
  it('gives the results back in one message, and ends with the words that follow', async () => {
    const run = await runTools({
      turns: [calls('Oslo', 'Rome'), says('Cold and warm.')],
      loop: { rules: [{ ...always('weather', 4), args: { city: 'Oslo' } }, always('weather', 'sunny')] },
    });
    assert.equal(run.cell.status, 'done');
    assert.equal(run.cell.text, 'Cold and warm.');
    assert.deepEqual(run.cell.toolCalls, []);
    assert.deepEqual(
      run.sent.map((messages) => messages.map(({ role }) => role)),
      [['user'], ['user', 'assistant', 'tool']],
    );
    assert.deepEqual(given(run), [
      { type: 'tool-result', id: 'c-Oslo', name: 'weather', output: '4' },
      { type: 'tool-result', id: 'c-Rome', name: 'weather', output: 'sunny' },
    ]);
    assert.deepEqual(
      run.cell.rounds?.map(({ toolCalls, results }) => [toolCalls.length, results.map(({ by }) => by)]),
      [[2, ['rule', 'rule']]],
    );
  });

  it('adds up tokens and money of all rounds, and keeps those of each', async () => {
    const run = await runTools({
      turns: [calls('Oslo'), calls('Rome'), says('Done.')],
      loop: { rules: [always('weather', 1)] },
    });
    assert.deepEqual(run.cell.usage, { inputTokens: 30, outputTokens: 15 });
    assert.equal(Math.round((run.cell.cost?.amount ?? 0) * 1e6), 60);
    assert.deepEqual(
      run.cell.rounds?.map(({ usage }) => usage),
      [
        { inputTokens: 10, outputTokens: 5 },
        { inputTokens: 10, outputTokens: 5 },
      ],
    );
    assert.deepEqual(resultOf(run.state, run.cell)?.rounds?.length, 2);
  });

  it('knows no sum where a round did not report its tokens, and says that the cost is a lower bound', async () => {
    const silent = calls('Oslo').filter(({ type }) => type !== 'usage');
    const { cell } = await runTools({ turns: [silent, says('Done.')], loop: { rules: [always('weather', 1)] } });
    assert.deepEqual(cell.usage, {});
    assert.equal(cell.cost?.atLeast, true);
  });

  it('stops after maxTurns with its last calls open, and says so', async () => {
    const run = await runTools({ turns: [calls('Oslo')], loop: { rules: [always('weather', 1)], maxTurns: 2 } });
    assert.equal(run.sent.length, 3);
    assert.equal(run.cell.status, 'done');
    assert.equal(run.cell.toolCalls.length, 1);
    assert.match(
      run.cell.warnings.map(({ message }) => message).join(),
      /was given results 2 times and called tools again/,
    );
  });

  it('runs nothing of an answer that was cut off', async () => {
    const cut: ModelEvent[] = [...calls('Oslo').slice(0, -1), { type: 'done', finishReason: 'length' }];
    const run = await runTools({ turns: [cut], loop: { rules: [always('weather', 1)] } });
    assert.deepEqual([run.sent.length, run.cell.finishReason, run.cell.toolCalls.length], [1, 'length', 1]);
  });

  it('goes by the calls, whatever the reason to finish', async () => {
    const lying: ModelEvent[] = [...calls('Oslo').slice(0, -1), { type: 'done', finishReason: 'stop' }];
    const run = await runTools({ turns: [lying, says('Done.')], loop: { rules: [always('weather', 1)] } });
    assert.deepEqual([run.sent.length, run.cell.text], [2, 'Done.']);
  });

  it('tells the model of calls that are wrong themselves, and asks no rule for them', async () => {
    const wrong: ModelEvent[] = [
      { type: 'tool-call', id: '1', name: 'wether', input: { city: 'Oslo' } },
      { type: 'tool-call', id: '2', name: 'weather', input: '{"city": ' },
      { type: 'tool-call', id: '3', name: 'weather', input: { town: 'Oslo' } },
      { type: 'tool-call', id: '4', name: 'weather', input: [] },
      { type: 'done', finishReason: 'tool-calls' },
    ];
    const run = await runTools({
      turns: [wrong, says('Sorry.')],
      loop: { rules: [{ ...always('weather', 1), times: 1 }] },
    });
    const results = run.cell.rounds?.[0]?.results ?? [];
    assert.deepEqual(
      results.map(({ by, isError }) => [by, isError]),
      Array(4).fill(['refused', true]),
    );
    assert.match(results[0]?.output ?? '', /no tool "wether".*weather/);
    assert.match(results[1]?.output ?? '', /no JSON object.*\{"city": /);
    assert.match(results[2]?.output ?? '', /not by its schema.*city/);
    assert.equal(run.cell.text, 'Sorry.');
  });

  it('fails a call that nothing answers, with its place, its words and what was paid', async () => {
    const run = await runTools({
      turns: [calls('Oslo'), calls('Bern')],
      loop: { rules: [{ ...always('weather', 1), args: { city: 'Oslo' } }] },
    });
    assert.equal(run.cell.status, 'failed');
    assert.equal(run.cell.error?.code, 'no-tool-result');
    assert.match(run.cell.error?.message ?? '', /In round 2 the model called weather with \{"city":"Bern"\}/);
    assert.deepEqual(run.cell.usage, { inputTokens: 20, outputTokens: 10 });
    assert.equal(Math.round(costOfRun(run.state).amount * 1e6), 40);
    assert.equal(costOfRun(run.state).atLeast, false);
  });

  it('uses a rule as often as it says, then the next', async () => {
    const rules: ToolRule[] = [
      { tool: 'weather', times: 1, answer: { type: 'error', message: '503 try again' } },
      always('weather', 'sunny'),
    ];
    const run = await runTools({ turns: [calls('Oslo'), calls('Oslo'), says('Sunny.')], loop: { rules } });
    assert.deepEqual(
      run.cell.rounds?.map(({ results }) => [results[0]?.output, results[0]?.isError]),
      [
        ['503 try again', true],
        ['sunny', undefined],
      ],
    );
  });

  it('forces a tool in the first request only', async () => {
    const asked: unknown[] = [];
    const run = await runTools({
      turns: [calls('Oslo'), says('Done.')],
      loop: { rules: [always('weather', 1)] },
      parameters: { toolChoice: 'required', temperature: 0.5 },
      onCall: ({ parameters }) => asked.push([parameters.toolChoice, parameters.temperature]),
    });
    assert.equal(run.cell.text, 'Done.');
    assert.deepEqual(asked, [
      ['required', 0.5],
      [undefined, 0.5],
    ]);
  });

  it('ends with what the tools gave where their results are the answer', async () => {
    const run = await runTools({
      turns: [calls('Oslo', 'Rome')],
      loop: { rules: [always('weather', 'sunny')], endsWithResults: true },
    });
    assert.deepEqual([run.sent.length, run.cell.status, run.cell.text], [1, 'done', 'sunny\nsunny']);
    assert.deepEqual(run.cell.usage, { inputTokens: 10, outputTokens: 5 });
  });

  describe('with scripts', () => {
    let sandbox: QuickJsSandbox;
    before(() => {
      sandbox = openSandbox();
    });
    after(() => sandbox.dispose());

    const scripted = (code: string, turns = [calls('Oslo', 'Rome'), says('Done.')]) =>
      runTools({
        turns,
        loop: { rules: [{ tool: 'weather', answer: { type: 'javascript', code } }] },
        context: { grading: { ports: { sandbox }, grade: () => Promise.reject(new Error('nobody grades')) } },
      });
    const outputs = ({ cell }: ToolRun) =>
      cell.rounds?.flatMap(({ results }) =>
        results.map(({ output, isError }) => (isError ? `error: ${output}` : output)),
      );

    it('gives them the arguments, the calls before, and the variables', async () => {
      const run = await scripted(
        '({ n: context.call, city: args.city, who: context.vars.who, seen: context.calls.length })',
      );
      assert.deepEqual(outputs(run), [
        '{"n":0,"city":"Oslo","who":"me","seen":0}',
        '{"n":1,"city":"Rome","who":"me","seen":1}',
      ]);
    });

    it('tells the model what they throw on purpose', async () => {
      const run = await scripted("throw args.city === 'Oslo' ? new Error('503') : 'gone'");
      assert.deepEqual(outputs(run), ['error: 503', 'error: gone']);
      assert.equal(run.cell.text, 'Done.');
    });

    it('fails where they are broken themselves', async () => {
      for (const code of ['nowhere.city', 'return ]', 'while (true);', 'undefined']) {
        const { cell } = await scripted(code);
        assert.deepEqual([cell.status, cell.text], ['failed', ''], code);
        assert.match(cell.error?.code ?? '', /^script-/);
      }
    });
  });

  describe('with a person', () => {
    const unknown = {
      turns: [calls('Oslo', 'Rome'), says('Done.')],
      loop: { rules: [{ ...always('weather', 1), args: { city: 'Rome' } }] },
    };

    it('asks them for what no rule answers', async () => {
      const run = await runTools({
        ...unknown,
        person: ({ input }) => ({ type: 'result', output: JSON.stringify(input) }),
      });
      assert.deepEqual(
        run.cell.rounds?.[0]?.results.map(({ output, by }) => [output, by]),
        [
          ['{"city":"Oslo"}', 'person'],
          ['1', 'rule'],
        ],
      );
      assert.deepEqual([run.cell.text, run.cell.awaits], ['Done.', undefined]);
    });

    it('tells the model that the tool fails, as they say', async () => {
      const run = await runTools({ ...unknown, person: () => ({ type: 'error', message: 'Closed.' }) });
      const [result] = run.cell.rounds?.[0]?.results ?? [];
      assert.deepEqual([result?.output, result?.isError], ['Closed.', true]);
    });

    it('ends with the calls open where they say so, and stops where they stop it', async () => {
      const ended = await runTools({ ...unknown, person: () => ({ type: 'end' }) });
      assert.deepEqual([ended.cell.status, ended.cell.toolCalls.length, ended.cell.rounds], ['done', 2, []]);
      const stopped = await runTools({ ...unknown, person: () => undefined });
      assert.deepEqual([stopped.cell.status, stopped.cell.awaits, stopped.sent.length], ['cancelled', undefined, 1]);
      const resumed = await runTools({
        ...unknown,
        from: stopped.events,
        person: () => ({ type: 'result', output: 'x' }),
      });
      assert.deepEqual([resumed.cell.text, resumed.sent.length], ['Done.', 1]);
    });

    it('keeps what they said out of the cache', async () => {
      const stored: string[] = [];
      const cache = { get: () => undefined, set: (key: string) => stored.push(key) };
      const person = () => ({ type: 'result' as const, output: 'x' });
      await runTools({ ...unknown, person, context: { cache } });
      assert.deepEqual(stored, []);
      await runTools({ ...unknown, loop: { rules: [always('weather', 1)] }, context: { cache } });
      assert.equal(stored.length, 1);
    });
  });

  it('goes on where it was, whatever the moment of a kill, and buys nothing twice', async () => {
    const options = {
      turns: [calls('Oslo', 'Rome'), calls('Bern'), calls('Oslo'), says('Done.')],
      loop: { rules: [{ ...always('weather', 'cold'), times: 2 }, always('weather', 'warm')] },
      tools: [weather],
    };
    const whole = await runTools(options);
    for (let kept = 1; kept <= whole.events.length; kept++) {
      const from = whole.events.slice(0, kept);
      const rounds = from.filter(({ type }) => type === 'cell-round').length;
      const isDone = from.some(({ type }) => type === 'cell-done');
      const resumed = await runTools({ ...options, from });
      assert.deepEqual(transcript(resumed), transcript(whole), `after ${kept} events`);
      assert.equal(resumed.sent.length, isDone ? 0 : 4 - rounds, `requests after ${kept} events`);
      assert.deepEqual(resumed.cell.usage, whole.cell.usage);
    }
  });
});
