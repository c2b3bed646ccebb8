import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PolypromptError } from '../../../src/core/errors.ts';
import { changeTargets, planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import type { PlannedCell, RunEvent, Target } from '../../../src/core/run/events.ts';
import { fold, foldAll, RunAccumulator } from '../../../src/core/run/state.ts';

const targets = targetsFor(['a/one', 'b/two'], {});
const cases = [
  {
    caseId: 'inputs',
    inputs: {},
    messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hi' }] }],
  },
];
const plan = planRun({ runId: 'r1', prompt: 'p.prompt', promptVersion: '12345678', targets, cases });
const [first, second] = plan.cells;
assert.ok(first && second);
const started: RunEvent = { type: 'run-started', at: 1, ...plan };

function done(cell: PlannedCell, answer: string): Extract<RunEvent, { type: 'cell-done' }> {
  return {
    type: 'cell-done',
    cell: cell.id,
    at: 5,
    target: cell.target,
    model: cell.target,
    answer,
    toolCalls: [],
    usage: { inputTokens: 3, outputTokens: 2 },
    cost: null,
    servedModel: null,
    requestId: null,
    finishReason: 'stop',
    rawFinishReason: null,
    timing: { firstTokenMs: 1, totalMs: 4 },
    attempts: 1,
    warnings: [],
  };
}

const delta = (cell: PlannedCell, text: string): RunEvent => ({ type: 'cell-delta', cell: cell.id, at: 3, text });
const begin = (cell: PlannedCell, attempt = 1): RunEvent => ({
  type: 'cell-started',
  cell: cell.id,
  at: 2,
  target: cell.target,
  attempt,
});

describe('an answer in the state of a run', () => {
  it('keeps what stood in its event, and has nothing where nothing was told', () => {
    const told = {
      ...done(first, 'Hi'),
      servedModel: 'one-2',
      requestId: 'r',
      rawFinishReason: 'end',
      cached: true as const,
      cost: { amount: 1, basis: 'reported' as const, atLeast: false },
    };
    const of = (event: RunEvent) => foldAll([started, event])?.cells[first.id];
    const kept = of(told);
    assert.deepEqual(
      [kept?.servedModel, kept?.requestId, kept?.rawFinishReason, kept?.cached, kept?.cost?.amount],
      ['one-2', 'r', 'end', true, 1],
    );
    const plain = of(done(first, 'Hi')) ?? {};
    for (const key of ['servedModel', 'requestId', 'rawFinishReason', 'cached', 'cost', 'routed'])
      assert.ok(!(key in plain), key);
  });
});

describe('fold', () => {
  it('shares one empty list among all cells without calls and warnings', () => {
    const cells = Object.values(foldAll([started, done(first, 'Hi')])?.cells ?? {});
    const lists = cells.flatMap(({ toolCalls, warnings }) => [toolCalls, warnings]);
    assert.deepEqual([lists.length, new Set(lists).size], [4, 1]);
  });

  it('queues every planned cell', () => {
    assert.deepEqual(
      Object.values(foldAll([started])?.cells ?? {}).map((cell) => [cell.target, cell.status]),
      [
        ['a/one', 'queued'],
        ['b/two', 'queued'],
      ],
    );
  });

  it('grows the text of one cell and leaves the others alone', () => {
    const state = foldAll([started, begin(first), delta(first, 'He'), delta(first, 'llo')]);
    assert.equal(state?.cells[first.id]?.text, 'Hello');
    assert.equal(state?.cells[second.id]?.status, 'queued');
  });

  it('starts an attempt from nothing', () => {
    const state = foldAll([started, begin(first), delta(first, 'half an ans'), begin(first, 2), delta(first, 'whole')]);
    assert.equal(state?.cells[first.id]?.text, 'whole');
    assert.equal(state?.cells[first.id]?.attempt, 2);
  });

  it('counts the time of a failure from its first attempt, and of a rerun anew', () => {
    const failed = (at: number): RunEvent => ({
      type: 'cell-failed',
      cell: first.id,
      at,
      target: first.target,
      model: first.target,
      error: new PolypromptError('overloaded', 'Too many requests.').toRecord(),
      partial: '',
      usage: null,
      cost: null,
      timing: { totalMs: 100 },
      attempts: 2,
    });
    const tried = foldAll([started, { ...begin(first), at: 1000 }, { ...begin(first, 2), at: 9000 }, failed(11_000)]);
    assert.equal(tried?.cells[first.id]?.triedMs, 10_000);
    const again = foldAll([{ ...begin(first), at: 20_000 }, failed(20_100)], tried);
    assert.equal(again?.cells[first.id]?.triedMs, 100);
  });

  it('keeps a partial answer and the error of a failed cell', () => {
    const error = { code: 'incomplete' as const, message: 'm', hint: 'h', action: 'retry' as const, retryable: true };
    const failed: RunEvent = {
      type: 'cell-failed',
      cell: first.id,
      at: 9,
      target: 'a/one',
      model: 'a/one',
      error,
      partial: 'Hal',
      usage: null,
      cost: null,
      timing: { totalMs: 7 },
      attempts: 1,
    };
    const cell = foldAll([started, begin(first), delta(first, 'Hal'), failed])?.cells[first.id];
    assert.deepEqual(
      [cell?.status, cell?.text, cell?.error?.code, cell?.usage],
      ['failed', 'Hal', 'incomplete', undefined],
    );
  });

  it('makes an ended run a running one when a column runs again', () => {
    const ended = foldAll([started, done(first, 'x'), { type: 'run-ended', runId: 'r1', at: 8, outcome: 'done' }]);
    assert.equal(ended?.status, 'done');
    const again = fold(ended, begin(first));
    assert.equal(again?.status, 'running');
    assert.equal(again?.endedAt, undefined);
  });

  it('keeps the answers of other columns when one joins or leaves', () => {
    const three: Target[] = targetsFor(['a/one', 'c/three'], {});
    const cells = changeTargets(plan, three);
    const state = foldAll([
      started,
      done(first, 'kept'),
      { type: 'run-changed', runId: 'r1', at: 9, targets: three, cells },
    ]);
    assert.deepEqual(
      Object.values(state?.cells ?? {}).map((cell) => [cell.target, cell.status, cell.text]),
      [
        ['a/one', 'done', 'kept'],
        ['c/three', 'queued', ''],
      ],
    );
  });

  it('gives the same state however the events are cut into batches', () => {
    const events = [
      started,
      begin(first),
      begin(second),
      delta(first, 'a'),
      delta(second, 'b'),
      delta(first, 'c'),
      done(second, 'b'),
      done(first, 'ac'),
    ];
    fc.assert(
      fc.property(fc.nat(events.length), (cut) => {
        const before = foldAll(events.slice(0, cut));
        assert.deepEqual(events.slice(cut).reduce(fold, before), foldAll(events));
      }),
    );
  });

  it('gives states that later events leave alone, with one copy per state that was read', () => {
    const accumulator = new RunAccumulator(foldAll([started]));
    accumulator.add(begin(first));
    const before = accumulator.state;
    accumulator.add(delta(first, 'He'));
    accumulator.add(delta(first, 'llo'));
    assert.equal(before?.cells[first.id]?.text, '');
    assert.equal(accumulator.cell(first.id)?.text, 'Hello');
    assert.equal(accumulator.state?.cells[first.id]?.text, 'Hello');
  });

  it('takes as long per event with many cells as with few', () => {
    const rows = Array.from({ length: 50_000 }, (_, row) => ({ caseId: `${row}`, inputs: { row }, messages: [] }));
    const big = { ...plan, cells: rows.map((row) => ({ ...row, id: row.caseId, target: 'a/one', repeat: 0 })) };
    const accumulator = new RunAccumulator(foldAll([{ type: 'run-started', at: 1, ...big }]));
    const began = performance.now();
    for (const cell of big.cells) accumulator.add(done(cell, 'x'));
    assert.equal(accumulator.state?.cells['49999']?.text, 'x');
    // Copying the table per event takes minutes.
    assert.ok(performance.now() - began < 2000);
  });

  it('keeps a verdict beside the answer, and what was answered from the cache apart', () => {
    const verdict = { outcome: 'pass' as const, score: 1, reason: 'equal', namedScores: {}, checks: [] };
    const state = foldAll([
      started,
      { ...done(first, 'x'), cached: true } as const,
      { type: 'cell-graded', cell: first.id, at: 6, verdict },
    ]);
    const cell = state?.cells[first.id];
    assert.deepEqual([cell?.text, cell?.cached, cell?.verdict], ['x', true, verdict]);
  });

  it('ignores events of cells and runs it does not know', () => {
    const state = foldAll([started]);
    assert.equal(fold(state, delta({ ...first, id: 'other' }, 'x')), state);
    assert.equal(fold(undefined, begin(first)), undefined);
  });
});
