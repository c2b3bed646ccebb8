import assert from 'node:assert/strict';
import { improveState } from '../../../src/core/improve/improveState.ts';
import type { PlannedCell, RunEvent } from '../../../src/core/run/events.ts';
import type { ImproveTold } from '../../../src/core/run/improvement.ts';
import { foldAll } from '../../../src/core/run/state.ts';
import { reflectColumn } from '../../../src/core/run/wordingColumn.ts';

const head = {
  seed: 'ab',
  file: 'a.prompt',
  text: 'Say {{word}}.',
  target: 'local/x',
  reflect: 'local/y',
  split: {
    working: ['w1', 'w2'],
    choosing: ['c1'],
    heldOut: Array.from({ length: 40 }, (_, index) => `h${index}`),
  },
  draws: 3,
  maxCalls: 300,
  suite: 'hash',
};
const reflecting = { id: reflectColumn('local/y'), model: 'local/y', parameters: {} };
const started: RunEvent = {
  type: 'run-started',
  at: 1,
  runId: 'r',
  prompt: 'a.eval.yaml',
  promptVersion: 'v',
  kind: 'improve',
  improve: head,
  targets: [],
  cells: [],
};

const cell = (id: string, target: string): PlannedCell => ({
  id,
  target,
  caseId: id,
  repeat: 0,
  inputs: {},
  messages: [],
});
const extended = (id: string, ...cells: readonly string[]): RunEvent => ({
  type: 'run-extended',
  runId: 'r',
  at: 2,
  targets: [{ id, model: 'local/x', parameters: {} }],
  cells: cells.map((each) => cell(each, id)),
});
const told = (event: ImproveTold): RunEvent => ({ ...event, at: 3 });
const begun = (id: string): RunEvent => ({ type: 'cell-started', cell: id, at: 4, target: 't', attempt: 1 });
const failed = (id: string): RunEvent => ({
  type: 'cell-cancelled',
  cell: id,
  at: 5,
  target: 't',
  model: 'local/x',
  partial: '',
});

const proposal = { number: 1, wording: 1, cause: 'A label is missing.', text: 'Better: {{word}}.' };
const judged = { ...proposal, fate: 'kept' as const, reason: 'It is better.', fixed: 2, broke: 0 };
const stateAfter = (...events: readonly RunEvent[]) => {
  const run = foldAll([started, ...events]);
  assert.ok(run);
  const state = improveState(run);
  assert.ok(state);
  return state;
};

describe('the page of an improvement', () => {
  it('shows the plan before anything is asked', () => {
    const { plan, activity, proposals, suite, file } = stateAfter();
    assert.deepEqual([suite, file], ['a.eval.yaml', 'a.prompt']);
    assert.deepEqual(plan.rows, { all: 43, working: 2, choosing: 1, heldOut: 40, unused: 0 });
    assert.deepEqual(plan.budget, { most: 300, start: 3, search: 217, proof: { least: 80, most: 240 } });
    assert.match(plan.power, /^40 held-out rows, asked up to 3 times on each side, show a gain of about \d+% or more/);
    assert.ok(plan.provable !== undefined && plan.provable > 0.05 && plan.provable < 0.4);
    assert.deepEqual([activity, proposals], [{ type: 'asking', phase: 'start', done: 0, all: 0 }, []]);
  });

  it('shows how far the rows of a step are', () => {
    const asked = told({ type: 'rows-asked', phase: 'start', cells: ['1', '2', '3'] });
    const { activity } = stateAfter(asked, extended('start', '1', '2', '3'), begun('1'), failed('1'), begun('2'));
    assert.deepEqual(activity, { type: 'asking', phase: 'start', done: 1, all: 3 });
  });

  it('says that rows wait for batch jobs', () => {
    const asked = told({ type: 'rows-asked', phase: 'proof', cells: ['1', '2'] });
    const submitted: RunEvent = { type: 'run-ended', runId: 'r', at: 6, outcome: 'submitted' };
    const { activity } = stateAfter(asked, extended('start', '1', '2'), begun('1'), failed('1'), submitted);
    assert.deepEqual(activity, { type: 'waiting', done: 1, all: 2 });
  });

  it('says that the reflecting model is asked, and counts its calls apart', () => {
    const asks: RunEvent = {
      type: 'run-extended',
      runId: 'r',
      at: 2,
      targets: [reflecting],
      cells: [cell('one', reflecting.id)],
    };
    const { activity, spent } = stateAfter(extended('start', '1'), begun('1'), failed('1'), asks, begun('one'));
    assert.deepEqual(activity, { type: 'reflecting', number: 1 });
    assert.deepEqual([spent.task, spent.reflect], [1, 1]);
  });

  it('lists a proposal while it is tried, and then what became of it, once', () => {
    const made = told({ type: 'proposal-made', proposal });
    assert.deepEqual(stateAfter(made).proposals, [{ ...proposal, fate: 'trying' }]);
    const end = told({ type: 'proposal-judged', proposal: judged });
    assert.deepEqual(stateAfter(made, end).proposals, [judged]);
    assert.deepEqual(stateAfter(made, end, made, end).proposals, [judged]);
  });

  it('says of a port where it goes, and counts its third side', () => {
    const port = { from: 'local/z', margin: 0.05, variant: 'x', original: head.text, mended: ['Remove "seed"'] };
    const run = foldAll([{ ...started, improve: { ...head, port } }]);
    const state = run && improveState(run);
    assert.deepEqual(state?.port, { from: 'local/z', margin: 0.05, variant: 'x', mended: ['Remove "seed"'] });
    assert.deepEqual(state?.plan.budget, { most: 300, start: 6, search: 174, proof: { least: 120, most: 360 } });
  });

  it('ends with the result', () => {
    const result = {
      start: { number: 0, text: head.text },
      finalists: [],
      proposals: [judged],
      ended: 'patience' as const,
      isShorter: false,
      task: { calls: 1 },
      reflect: { calls: 1 },
    };
    const over: RunEvent = { type: 'run-ended', runId: 'r', at: 9, outcome: 'done' };
    const state = stateAfter(told({ type: 'result-found', result }), over);
    assert.deepEqual([state.result, state.activity, state.status], [result, { type: 'ended' }, 'done']);
  });

  it('is none for a run of another kind', () => {
    const run = foldAll([
      { type: 'run-started', at: 1, runId: 'r', prompt: 'p', promptVersion: 'v', targets: [], cells: [] },
    ]);
    assert.ok(run);
    assert.equal(improveState(run), undefined);
  });
});
