import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import type { Verdict } from '../../../src/core/grading/verdict.ts';
import { reviewCandidates } from '../../../src/core/judges/reviewCandidates.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const judge: Check = { type: 'llm-rubric', value: 'is kind', negated: false, threshold: 0.7 };
const second: Check = { type: 'g-eval', value: 'is short', negated: false };
const word: Check = { type: 'contains', value: 'about', negated: false };

type Found = readonly (readonly ['pass' | 'fail', number])[];

/** A run of two models on one case, whose checks found this. */
function run(checks: readonly Check[], found: readonly [Found, Found]) {
  const state = finishedRun(['one', 'two'], ['a'], () => ({ answer: 'about it' }));
  const cells = state.plan.map(({ id }, index): CellState => {
    const cell = state.cells[id];
    assert.ok(cell);
    const results = (found[index] ?? []).map(([outcome, score]): Verdict => ({ outcome, score, reason: '' }));
    const outcome = results.every((one) => one.outcome === 'pass') ? 'pass' : 'fail';
    return { ...cell, verdict: { outcome, score: 0.3, reason: '', namedScores: {}, checks: results } };
  });
  return { cells, cases: new Map([['a', { testCase: evalCase('a', { checks, threshold: 0.9 }), number: 1 }]]) };
}

function reasonsOf(checks: readonly Check[], found: readonly [Found, Found]) {
  return reviewCandidates(run(checks, found)).map(({ reasons }) => reasons);
}

describe('the answers worth a review', () => {
  it('are those on which judges differ, from each other or from the other checks', () => {
    const agreeing: Found = [
      ['pass', 1],
      ['pass', 1],
    ];
    const split: Found = [
      ['pass', 1],
      ['fail', 0],
    ];
    const neither: Found = [
      ['fail', 0],
      ['fail', 0],
    ];
    assert.deepEqual(reasonsOf([judge, second], [agreeing, agreeing]), [[], []]);
    assert.deepEqual(reasonsOf([judge, second], [split, neither]), [['disagreement'], []]);
    assert.deepEqual(reasonsOf([word, judge], [split, neither]), [['disagreement'], []]);
    assert.deepEqual(reasonsOf([word, word], [split, split]), [[], []], 'no judge was asked');
  });

  it('are those near a threshold', () => {
    assert.deepEqual(reasonsOf([judge], [[['pass', 0.78]], [['pass', 0.95]]]), [['edge'], []]);
    assert.deepEqual(reasonsOf([judge], [[['fail', 0.61]], [['fail', 0.55]]]), [['edge'], []]);
  });

  it('are those on which models differ, and those that came out otherwise before', () => {
    const found = run([judge], [[['pass', 1]], [['fail', 0]]]);
    assert.deepEqual(
      reviewCandidates(found).map(({ reasons, stratum }) => [reasons, stratum]),
      [
        [['models'], 'pass'],
        [['models'], 'fail'],
      ],
    );
    const state = finishedRun(['one', 'two'], ['a'], () => ({ answer: 'about it' }));
    const cells = Object.fromEntries(found.cells.map((cell) => [cell.id, cell]));
    const now = run([judge], [[['fail', 0]], [['fail', 0]]]);
    assert.deepEqual(
      reviewCandidates({ ...now, previous: { ...state, cells } }).map(({ reasons }) => reasons),
      [['changed'], []],
    );
  });

  it('have ended', () => {
    const found = run([judge], [[['pass', 1]], [['pass', 1]]]);
    const [first] = found.cells;
    assert.ok(first);
    assert.deepEqual(reviewCandidates({ ...found, cells: [{ ...first, status: 'failed' }] }), []);
  });
});
