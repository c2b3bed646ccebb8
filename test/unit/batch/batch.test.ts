import assert from 'node:assert/strict';
import { BatchDesk } from '../../../src/core/batch/batchDesk.ts';
import { batchReport, describeBatches, formatBatchReport } from '../../../src/core/batch/batchReport.ts';
import { findLostJob, lookSince } from '../../../src/core/batch/findLostJob.ts';
import { JobResults } from '../../../src/core/batch/matchAnswers.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { cellsToResume } from '../../../src/core/execute/resume.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { atBatchPrice, batchCatalog } from '../../../src/core/pricing/batchPrice.ts';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';
import { type BatchState, countBatchTries, openBatches } from '../../../src/core/run/batchState.ts';
import type { BatchEvent, RunEvent } from '../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';

const plan = planRun({
  runId: 'r',
  prompt: 'p',
  promptVersion: 'v',
  targets: targetsFor(['openai/gpt-5.6-luna'], { temperature: 1 }),
  cases: ['a', 'b', 'c'].map((caseId) => ({
    caseId,
    inputs: {},
    messages: [{ role: 'user', parts: [{ type: 'text', text: caseId }] }],
  })),
});
const [first = '', second = '', third = ''] = plan.cells.map(({ id }) => id);
const prepared: BatchEvent = {
  type: 'batch-prepared',
  batch: 'job-1',
  at: 100,
  model: 'openai/gpt-5.6-luna',
  purpose: 'answers',
  requests: [first, second],
};
const submitted: BatchEvent = { type: 'batch-submitted', batch: 'job-1', at: 101, job: 'batch_1', status: 'waiting' };
const collected: BatchEvent = { type: 'batch-collected', batch: 'job-1', at: 200, status: 'done' };

function stateAfter(...events: readonly RunEvent[]): RunState {
  const state = foldAll([{ type: 'run-started', at: 0, ...plan }, ...events]);
  if (!state) throw new Error('a run begins with a state');
  return state;
}

describe('the batch jobs of a run', () => {
  it('are open from their preparation until they are collected', () => {
    const open = [prepared, submitted, collected].map((_, index, all) =>
      openBatches(stateAfter(...all.slice(0, index + 1))).map(({ status, job }) => [status, job]),
    );
    assert.deepEqual(open, [[['prepared', undefined]], [['waiting', 'batch_1']], []]);
  });

  it('keep their cells from being asked a second time when the run is resumed', () => {
    assert.deepEqual(
      cellsToResume(stateAfter(prepared)).map(({ id }) => id),
      [third],
    );
    assert.deepEqual(
      cellsToResume(stateAfter(prepared, collected)).map(({ id }) => id),
      [first, second, third],
    );
  });

  it('count as tries unless they were lost', () => {
    assert.deepEqual(
      [...countBatchTries(stateAfter(prepared, submitted))],
      [
        [first, 1],
        [second, 1],
      ],
    );
    assert.deepEqual([...countBatchTries(stateAfter(prepared, { ...collected, status: 'lost' }))], []);
  });

  it('pass over news of a job that nobody prepared', () => {
    assert.deepEqual(openBatches(stateAfter(submitted)), []);
  });

  it('are told as a table, as JSON, and in a line', () => {
    const changed: BatchEvent = {
      type: 'batch-changed',
      batch: 'job-1',
      at: 150,
      status: 'running',
      counts: { total: 2, answered: 1, failed: 0 },
    };
    const state = stateAfter(prepared, submitted, changed);
    assert.deepEqual(batchReport(state).jobs, [
      {
        name: 'job-1',
        model: 'openai/gpt-5.6-luna',
        purpose: 'answers',
        requests: 2,
        status: 'running',
        answered: 1,
        failed: 0,
        job: 'batch_1',
        collected: false,
        message: null,
      },
    ]);
    assert.match(formatBatchReport(batchReport(state)), /batch_1 .* 2 +running +1 +0\n+0 of 3 answers are there\.\n$/);
    assert.equal(describeBatches(state), '1 of 1 batch job is under way, 0 of 3 answers are there');
  });
});

describe('the desk of deferred calls', () => {
  const registry = createRegistry({ endpoints: {} });
  const [cell] = plan.cells;
  const target = { id: 't', model: 'openai/gpt-5.6-luna', parameters: { temperature: 1 } };
  if (!cell) throw new Error('there is a cell');

  it('takes cells of a vendor with a batch engine, with the settings of their target unless they have their own', () => {
    const desk = new BatchDesk({ registry });
    assert.ok(desk.takeCell({ cell, target, rounds: [] }));
    assert.ok(desk.takeCell({ cell: { ...cell, id: 'other', parameters: { seed: 1 } }, target, rounds: [] }));
    const [group] = desk.takeGroups();
    assert.equal(group?.count, 2);
    const calls = [...(group?.calls ?? [])];
    assert.deepEqual(
      calls.map(({ id, call }) => [id, call.model, call.parameters]),
      [
        [first, 'gpt-5.6-luna', { temperature: 1 }],
        ['other', 'gpt-5.6-luna', { seed: 1 }],
      ],
    );
    assert.deepEqual(desk.takeGroups(), []);
  });

  it('leaves routes, simulated models and unknown ones to be asked at once, and names them', () => {
    const desk = new BatchDesk({ registry });
    const models = ['route:safe', 'simulated/terse', 'groq/llama', 'nobody/model'];
    for (const model of models)
      assert.equal(desk.takeCell({ cell, target: { ...target, model }, rounds: [] }), false, model);
    assert.deepEqual(desk.unbatchable, models);
  });

  it('takes a question to a judge once, and none that a job is to answer already', () => {
    const desk = new BatchDesk({ registry, openQuestions: new Set(['open']) });
    for (const id of ['q', 'q', 'open']) assert.ok(desk.takeQuestion({ ...cell, id }, target));
    assert.deepEqual(
      desk.takeGroups().map(({ purpose, count }) => [purpose, count]),
      [['judgements', 1]],
    );
  });

  it('takes nothing where everything is to be asked live', () => {
    const desk = new BatchDesk({ registry, isLive: true });
    assert.equal(desk.takeCell({ cell, target, rounds: [] }), false);
    assert.equal(desk.takeQuestion(cell, target), false);
  });
});

describe('a job whose creation nobody saw the end of', () => {
  const batch: BatchState = {
    name: 'ours',
    model: 'm',
    purpose: 'answers',
    requests: ['a', 'b'],
    preparedAt: 1_000_000,
    status: 'prepared',
    isCollected: false,
  };
  const counts = { total: 2, answered: 0, failed: 0 };
  const job = { id: 'x', status: 'running', results: [], createdAt: 1_000_500, counts } as const;

  it('is known by its name', () => {
    const named = { ...job, id: 'y', name: 'ours', counts: { ...counts, total: 9 } };
    assert.equal(findLostJob(batch, [{ ...job, name: 'theirs' }, named], new Set())?.id, 'y');
  });

  it('without names is the only one of its size and time that is not known yet', () => {
    assert.equal(findLostJob(batch, [job], new Set())?.id, 'x');
    assert.equal(findLostJob(batch, [job], new Set(['x'])), undefined);
    assert.equal(findLostJob(batch, [job, { ...job, id: 'z' }], new Set()), undefined);
    assert.equal(findLostJob(batch, [{ ...job, counts: { ...counts, total: 3 } }], new Set()), undefined);
    const hour = 3_600_000;
    const createdAfter = (ms: number) => findLostJob(batch, [{ ...job, createdAt: 1_000_000 + ms }], new Set())?.id;
    assert.deepEqual([createdAfter(hour), createdAfter(hour + 1)], ['x', undefined]);
    assert.equal(lookSince(batch), 1_000_000 - 5 * 60_000, 'clocks may differ');
  });
});

describe('the results of a job', () => {
  const batch: BatchState = {
    name: 'ours',
    model: 'm',
    purpose: 'answers',
    requests: ['a', 'b', 'c-0~2'],
    preparedAt: 0,
    status: 'done',
    isCollected: false,
  };
  const answer = (key: string) => ({ key, fate: 'answered' as const, events: [] });

  it('find their requests in any order, each once, and nobody else’s', () => {
    const results = new JobResults(batch, 'done', new Map());
    const ids = ['c-0_2', 'a', 'a', 'stranger'].map((key) => results.take(answer(key))?.id);
    assert.deepEqual(ids, ['c-0~2', 'a', undefined, undefined]);
    assert.deepEqual(
      results.missing().map(({ id, type }) => [id, type]),
      [['b', 'again']],
    );
  });

  it('that are missing from a cancelled job were cancelled', () => {
    const results = new JobResults(batch, 'cancelled', new Map());
    assert.deepEqual(
      results.missing().map(({ type }) => type),
      ['cancelled', 'cancelled', 'cancelled'],
    );
  });

  it('are worth another job up to the third', () => {
    const busy = { key: 'a', fate: 'failed' as const, events: [], error: new PolypromptError('overloaded', 'busy') };
    const types = [1, 2, 3].map((tries) => new JobResults(batch, 'done', new Map([['a', tries]])).take(busy)?.type);
    assert.deepEqual(types, ['again', 'again', 'failed']);
  });
});

describe('the price of a batch', () => {
  it('is half of each live price, above every step too', () => {
    const entry = {
      id: 'x/y',
      price: { input: 2, cachedInput: 0.5, output: 8 },
      priceAbove: [{ above: 1000, price: { input: 4, output: 12 } }],
    };
    assert.deepEqual(atBatchPrice(entry), {
      id: 'x/y',
      price: { input: 1, cachedInput: 0.25, output: 4 },
      priceAbove: [{ above: 1000, price: { input: 2, output: 6 } }],
    });
  });

  it('is the catalog’s own where it has one, and stays unknown where the live price is', () => {
    const own = { id: 'x/y', price: { input: 2, output: 8 }, batchPrice: { input: 1.5, output: 7 } };
    assert.deepEqual(atBatchPrice(own).price, { input: 1.5, output: 7 });
    assert.equal(atBatchPrice({ id: 'x/y' }).price, undefined);
  });

  it('holds for the models that are in a batch alone', () => {
    const catalog = loadCatalog();
    const priced = batchCatalog(catalog, (model) => model === 'openai/gpt-4.1');
    assert.equal(priced.entries.get('openai/gpt-4.1')?.price?.input, 1);
    assert.deepEqual(priced.entries.get('openai/gpt-4o'), catalog.entries.get('openai/gpt-4o'));
  });
});
