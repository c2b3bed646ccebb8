import assert from 'node:assert/strict';
import {
  type ClassChange,
  classChanges,
  classesInCase,
  classSentence,
  isFoundLess,
} from '../../../src/core/gate/classChange.ts';
import type { GatedCase } from '../../../src/core/gate/gateResult.ts';
import { removedSentence } from '../../../src/core/gate/removedText.ts';
import type { Verdict } from '../../../src/core/grading/verdict.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { checkResult, checkRow } from './gatedCases.ts';

function cell(...checks: readonly Verdict[]) {
  const [known] = Object.values(finishedRun(['one'], ['a'], () => ({ answer: 'x' })).cells);
  assert.ok(known);
  return { ...known, verdict: { outcome: 'pass' as const, score: 1, reason: '', namedScores: {}, checks } };
}

const read = (outcome: 'pass' | 'fail', expected: readonly string[] = ['refund']): Verdict => ({
  outcome,
  score: 0,
  reason: '',
  reading: { type: 'labels', name: 'label', expected, answered: ['late'] },
});
const set = (member: Verdict): Verdict => ({ outcome: 'fail', score: 0, reason: '', components: [member] });

describe('the classes of a case in two versions', () => {
  it('are found where most of the answers are of the class, also within a set', () => {
    const [most, few] = [
      [cell(read('pass')), cell(set(read('pass'))), cell(read('fail'))],
      [cell(read('pass')), cell(read('fail'))],
    ];
    assert.deepEqual(classesInCase(most, few), [{ name: 'label', label: 'refund', before: true, after: false }]);
  });

  it('are none where a side was not read, or where a case has several labels', () => {
    assert.deepEqual(classesInCase([cell()], [cell(read('pass'))]), []);
    assert.deepEqual(classesInCase([], [cell(read('pass'))]), []);
    const several = cell(read('pass', ['refund', 'late']));
    assert.deepEqual(classesInCase([several], [several]), []);
  });
});

/** Rows of one class on one target, found before and after or not. */
const rowsOf = (label: string, ...found: readonly (readonly [before: boolean, after: boolean, count: number])[]) =>
  found.flatMap(([before, after, count]) =>
    Array.from({ length: count }, () => checkRow('same', { classes: [{ name: 'label', label, before, after }] })),
  );

const changesIn = (...rows: readonly GatedCase[]) => classChanges(checkResult(rows).suites);

describe('the classes of a gate', () => {
  it('are those that were found more or less often, each with its cases', () => {
    const rows = [
      ...rowsOf('refund', [true, true, 15], [true, false, 10], [false, true, 1]),
      ...rowsOf('late', [true, true, 4], [false, false, 2]),
      ...rowsOf('lost', [false, true, 1]),
    ];
    assert.deepEqual(
      changesIn(...rows).map(({ label, cases, before, after, looks }) => [label, cases, before, after, looks]),
      [
        ['refund', 26, 25, 16, 2],
        ['lost', 1, 0, 1, 2],
      ],
    );
    assert.deepEqual(changesIn(checkRow('same')), []);
  });

  it('are told with what is more than noise, corrected for all that were looked at', () => {
    const [alone] = changesIn(...rowsOf('refund', [true, true, 14], [true, false, 6]));
    assert.ok(alone);
    // Six of six against one: twice one half to the power of six.
    assert.equal(alone.p, 2 / 64);
    assert.equal(isFoundLess(alone), true);
    assert.equal(
      classSentence(alone),
      'label: recall of refund fell from 100% to 70% (20 cases; p = 0.031): more than noise.',
    );
    const [first, second] = changesIn(
      ...rowsOf('refund', [true, true, 14], [true, false, 6]),
      ...rowsOf('late', [false, true, 1], [true, true, 1]),
    );
    assert.ok(first && second);
    assert.equal(isFoundLess(first), false, 'of two comparisons it may be chance');
    assert.match(classSentence(first), /; p = 0\.063, corrected for 2 comparisons\): inside the noise\.$/);
    assert.equal(
      classSentence(second),
      'label: recall of late rose from 50% to 100% (2 cases; p = 1, corrected for 2 comparisons): inside the noise.',
    );
  });

  it('that are found more often, or as often, are not found less', () => {
    const change: ClassChange = {
      ...{
        suite: 's',
        target: 'a/one',
        name: 'label',
        label: 'refund',
        cases: 1,
        before: 1,
        after: 1,
        p: 0.01,
        looks: 1,
      },
    };
    assert.equal(isFoundLess(change), false);
    assert.match(classSentence(change), /refund stayed at 100% \(1 case; /);
    assert.equal(isFoundLess({ ...change, after: 0, p: 0.05 }), true);
    assert.equal(isFoundLess({ ...change, before: 0 }), false);
  });
});

describe('the rows that a change removed', () => {
  const removed = (name: string, target: string, isWholeCase: boolean) => ({ name, target, isWholeCase });

  it('are named once, with the model where they are gone on that model only', () => {
    assert.equal(removedSentence([removed('lamp', 'a/one', false)]), '1 row was removed: lamp (a/one)');
    const whole = ['a/one', 'b/two'].map((target) => removed('lamp', target, true));
    assert.equal(removedSentence(whole), '2 rows were removed: lamp');
  });

  it('are named up to five, and more of them counted', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, index) => removed(`r${index}`, 'a/one', true));
    assert.equal(removedSentence(rows(5)), '5 rows were removed: r0, r1, r2, r3, r4');
    assert.equal(removedSentence(rows(7)), '7 rows were removed: r0, r1, r2, r3, r4 and 2 more');
  });
});
