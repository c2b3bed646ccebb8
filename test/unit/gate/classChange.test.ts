import assert from 'node:assert/strict';
import { classesInCase } from '../../../src/core/gate/classChange.ts';
import type { Verdict } from '../../../src/core/grading/verdict.ts';
import { finishedRun } from '../../support/finishedRun.ts';

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
