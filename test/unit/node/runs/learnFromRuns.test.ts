import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import type { RunEvent } from '../../../../src/core/run/events.ts';
import { Journal } from '../../../../src/node/records/journal.ts';
import { learnFromRuns } from '../../../../src/node/runs/learnFromRuns.ts';
import { RunHistory } from '../../../../src/node/runs/runHistory.ts';
import { TokenCounter } from '../../../../src/node/tokens/tokenCounter.ts';

const prompt = 'one two three four five six';
/** Six words and what a message takes besides. */
const ours = 10;

interface Answer {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly totalMs: number;
  readonly atOnce?: number;
  readonly cached?: true;
}

describe('learnFromRuns', () => {
  let storage = '';
  const counter = new TokenCounter({
    workerFile: new URL('../../../../src/node/tokens/tokenCounterWorker.ts', import.meta.url),
  });
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-learn-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));
  after(() => counter.dispose());
  const learn = (name: string) => learnFromRuns({ history: new RunHistory(), counter }, storage, name);

  function store(runId: string, name: string, answers: readonly Answer[], lastedMs = 1) {
    const journal = Journal.open(storage, runId);
    for (const event of eventsOf(runId, name, answers, lastedMs)) journal.append(event);
    journal.close();
  }

  it('learns lengths, times and how each vendor counts', async () => {
    store('20260101-000000-aaaa', 'a.eval.yaml', [
      { model: 'anthropic/haiku', input: 12, output: 10, totalMs: 1000 },
      { model: 'anthropic/opus', input: 14, output: 90, totalMs: 9000 },
    ]);
    store('20260102-000000-aaaa', 'a.eval.yaml', [{ model: 'anthropic/haiku', input: 12, output: 30, totalMs: 3000 }]);
    const { models, tokenRatios } = await learn('a.eval.yaml');
    assert.deepEqual(models.get('anthropic/haiku'), {
      outputTokens: { count: 2, mean: 20, p10: 12, p50: 20, p90: 28 },
      totalMs: { count: 2, mean: 2000, p10: 1200, p50: 2000, p90: 2800 },
    });
    assert.deepEqual(Object.fromEntries(tokenRatios), {
      'anthropic/haiku': 12 / ours,
      'anthropic/opus': 14 / ours,
      anthropic: (12 + 14 + 12) / (3 * ours),
    });
  });

  it('learns the time of a server that only waited for us, and how many at once it answers', async () => {
    for (let run = 10; run < 30; run++) {
      const [atOnce, totalMs] = run < 20 ? [1, 1000] : [8, 8000];
      const answer = { model: 'local/one', input: ours, output: 1, totalMs, atOnce };
      store(`202601${run}-000000-aaaa`, 'a.eval.yaml', [answer]);
    }
    const { models } = await learn('a.eval.yaml');
    assert.deepEqual(models.get('local/one')?.totalMs, { count: 10, mean: 1000, p10: 1000, p50: 1000, p90: 1000 });
    assert.equal(models.get('local/one')?.mostAtOnce, 1);
  });

  it('learns how fast whole runs were, over what their answers took', async () => {
    const models = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `lab/${name}`);
    const answers = models.map((model) => ({ model, input: ours, output: 1, totalMs: 1000 }));
    // Six models side by side, a second each, and the whole took three.
    store('20260101-000000-aaaa', 'a.eval.yaml', answers, 3000);
    assert.deepEqual((await learn('a.eval.yaml')).pace, { count: 1, mean: 3, p10: 3, p50: 3, p90: 3 });
    // Three answers are too few to tell.
    store('20260101-000000-bbbb', 'few.eval.yaml', answers.slice(3), 9000);
    assert.equal((await learn('few.eval.yaml')).pace, undefined);
  });

  it('learns what an answer takes over all models, each of them counted once', async () => {
    const answer = { input: ours, totalMs: 1 };
    store('20260101-000000-aaaa', 'a.eval.yaml', [
      { ...answer, model: 'lab/long', output: 300 },
      { ...answer, model: 'lab/short', output: 20 },
    ]);
    store('20260102-000000-aaaa', 'a.eval.yaml', [{ ...answer, model: 'lab/short', output: 40 }]);
    assert.equal((await learn('a.eval.yaml')).outputTokens?.mean, (300 + 30) / 2);
  });

  it('learns nothing from other prompts and from answers that were only repeated', async () => {
    store('20260101-000000-aaaa', 'other.eval.yaml', [{ model: 'a/b', input: 1, output: 1, totalMs: 1 }]);
    store('20260102-000000-aaaa', 'a.eval.yaml', [{ model: 'a/b', input: 1, output: 1, totalMs: 1, cached: true }]);
    const { models, tokenRatios } = await learn('a.eval.yaml');
    assert.deepEqual([models.size, tokenRatios.size], [0, 0]);
  });

  it('heeds only the newest twenty runs', async () => {
    for (let day = 1; day <= 25; day++)
      store(`202601${String(day).padStart(2, '0')}-000000-aaaa`, 'a.eval.yaml', [
        { model: 'a/b', input: ours, output: day, totalMs: day },
      ]);
    const { models } = await learn('a.eval.yaml');
    assert.deepEqual(models.get('a/b')?.outputTokens?.count, 20);
    assert.deepEqual(models.get('a/b')?.outputTokens?.mean, 15.5);
  });
});

function* eventsOf(runId: string, name: string, answers: readonly Answer[], lastedMs: number): Generator<RunEvent> {
  const plan = planRun({
    runId,
    prompt: name,
    promptVersion: 'v',
    targets: targetsFor(
      answers.map(({ model }) => model),
      {},
    ),
    cases: [{ caseId: 'c', inputs: {}, messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }] }],
  });
  yield { type: 'run-started', at: 1, ...plan };
  for (const [index, { model, input, output, totalMs, atOnce, cached }] of answers.entries()) {
    yield {
      type: 'cell-done',
      cell: plan.cells[index]?.id ?? '',
      at: 2,
      target: model,
      model,
      answer: 'x',
      toolCalls: [],
      usage: { inputTokens: input, outputTokens: output },
      cost: null,
      servedModel: null,
      requestId: null,
      finishReason: 'stop',
      rawFinishReason: null,
      timing: { totalMs, ...(atOnce === undefined ? {} : { atOnce }) },
      attempts: 1,
      warnings: [],
      ...(cached ? { cached } : {}),
    };
  }
  yield { type: 'run-ended', runId, at: 1 + lastedMs, outcome: 'done' };
}
