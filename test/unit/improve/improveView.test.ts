import assert from 'node:assert/strict';
import { improveView } from '../../../src/core/improve/improveView.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import type { ImproveTold } from '../../../src/core/run/improvement.ts';
import type { Finalist, ImproveResult } from '../../../src/core/run/improveResult.ts';
import { foldAll } from '../../../src/core/run/state.ts';

const started: RunEvent = {
  type: 'run-started',
  at: 1,
  runId: 'r',
  prompt: 'a.eval.yaml',
  promptVersion: 'v',
  kind: 'improve',
  improve: {
    seed: 'ab',
    file: 'a.prompt',
    text: 'Say {{word}}.',
    target: 'local/x',
    reflect: 'local/y',
    split: { working: ['w'], choosing: ['c'], heldOut: Array.from({ length: 40 }, (_, index) => `h${index}`) },
    draws: 3,
    maxCalls: 300,
    earlierLooks: 2,
    suite: 'hash',
  },
  targets: [],
  cells: [],
};
const told = (event: ImproveTold): RunEvent => ({ ...event, at: 3 });
const ended: RunEvent = { type: 'run-ended', runId: 'r', at: 9, outcome: 'done' };
const wording = { number: 2, text: 'Say {{word}} in capitals.' };

const finalist: Finalist = {
  wording,
  proof: {
    rows: 40,
    leftOut: 0,
    draws: 1,
    before: 0.4,
    after: 0.9,
    gain: 0.5,
    low: 0.3,
    high: 0.7,
    p: 0.0001,
    adjusted: 0.0001,
    looks: 1,
    better: ['h1'],
    worse: ['h7'],
  },
  isProven: true,
  causes: ['Capitals are wanted.'],
  words: { before: 2, after: 4 },
  perCall: { before: {}, after: {} },
};
const result: ImproveResult = {
  start: { number: 0, text: 'Say {{word}}.' },
  offered: wording,
  finalists: [finalist],
  proposals: [],
  ended: 'patience',
  isShorter: false,
  task: { calls: 90 },
  reflect: { calls: 4 },
};

function viewOf(...events: readonly RunEvent[]) {
  const run = foldAll([started, ...events]);
  assert.ok(run);
  const view = improveView(run, (caseId) => `row ${caseId}`);
  assert.ok(view);
  return view;
}

describe('the page of an improvement', () => {
  it('says in words what a proposal wanted and what became of it', () => {
    const note = { number: 1, cause: 'Too short.', fixed: 1, broke: 3, reason: 'It breaks more than it mends.' };
    const { proposals } = viewOf(
      told({ type: 'proposal-judged', proposal: { ...note, fate: 'no-better', text: 'Say it.' } }),
      told({ type: 'proposal-made', proposal: { number: 2, cause: 'Capitals.', text: wording.text } }),
    );
    assert.deepEqual(proposals, [
      {
        number: 1,
        state: 'dropped',
        cause: 'Too short.',
        reason: 'It breaks more than it mends.',
        counts: 'fixed 1, broke 3',
        text: 'Say it.',
      },
      { number: 2, state: 'trying', cause: 'Capitals.', reason: '', counts: '', text: wording.text },
    ]);
  });

  it('says what to do while the held-out rows are with batch jobs', () => {
    const waiting: RunEvent = { type: 'run-ended', runId: 'r', at: 9, outcome: 'submitted' };
    const view = viewOf(told({ type: 'rows-asked', phase: 'proof', cells: ['a', 'b'] }), waiting);
    assert.equal(view.activity, 'The held-out rows are with batch jobs: 0 of 2 answers so far. Go On looks for them.');
    assert.equal(view.canResume, true);
  });

  it('offers the proven edit with the names of the rows that got worse, and counts the looks', () => {
    const { result: shown, canResume, activity } = viewOf(told({ type: 'result-found', result }), ended);
    assert.equal(canResume, false);
    assert.equal(activity, 'Ended.');
    assert.deepEqual(
      shown?.finalists.map(({ number, isOffered, isProven, worse }) => ({ number, isOffered, isProven, worse })),
      [{ number: 2, isOffered: true, isProven: true, worse: [{ caseId: 'h7', name: 'row h7', isInSuite: true }] }],
    );
    assert.match(
      shown?.sentences.join('\n') ?? '',
      /50\.0 points more on 40 held-out rows[\s\S]*seen 3 times: the proof is weaker/,
    );
    assert.equal(shown?.unproven, undefined);
  });

  it('claims nothing of an edit that no held-out row has judged', () => {
    const { result: shown } = viewOf(told({ type: 'result-found', result: { ...result, finalists: [] } }), ended);
    assert.deepEqual(shown?.unproven, wording);
    assert.match(shown?.sentences[0] ?? '', /Nothing is claimed/);
    assert.doesNotMatch(shown?.sentences.join('\n') ?? '', /seen 3 times/, 'nobody looked at them');
  });

  it('can be gone on with when it was stopped before a result', () => {
    const stopped: RunEvent = { ...ended, type: 'run-ended', outcome: 'cancelled' };
    const { canResume, activity } = viewOf(stopped);
    assert.equal(canResume, true);
    assert.equal(activity, 'Stopped before there was a result.');
  });

  it('names rows that are no cases of the suite by what they ask', () => {
    const cell = {
      id: 'h7|0|0',
      caseId: 'h7',
      target: 'local/x',
      repeat: 0,
      inputs: { word: 'lamp', output: 'A lamp' },
    };
    const asked: RunEvent = {
      type: 'run-extended',
      runId: 'r',
      at: 2,
      targets: [],
      cells: [{ ...cell, messages: [] }],
    };
    const run = foldAll([started, asked, told({ type: 'result-found', result }), ended]);
    const [shown] = (run && improveView(run, () => undefined))?.result?.finalists ?? [];
    assert.deepEqual(shown?.worse, [{ caseId: 'h7', name: 'lamp · A lamp', isInSuite: false }]);
  });

  it('is there for improvements alone', () => {
    const run = foldAll([
      { type: 'run-started', at: 1, runId: 'r', prompt: 'a', promptVersion: 'v', targets: [], cells: [] },
    ]);
    assert.ok(run);
    assert.equal(improveView(run, String), undefined);
  });
});
