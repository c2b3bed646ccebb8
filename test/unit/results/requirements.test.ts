import assert from 'node:assert/strict';
import { labelFigures } from '../../../src/core/classes/classFigures.ts';
import { confusionMatrix } from '../../../src/core/classes/confusionMatrix.ts';
import { multiLabelFigures } from '../../../src/core/classes/multiLabelFigures.ts';
import { readRequirement } from '../../../src/core/dataset/requirement.ts';
import { recordFigures } from '../../../src/core/fields/fieldFigures.ts';
import type { Verdict } from '../../../src/core/grading/verdict.ts';
import type { EvalRow, TargetReport } from '../../../src/core/results/evalReport.ts';
import type { Outcome } from '../../../src/core/results/outcome.ts';
import { requiredIn } from '../../../src/core/results/requirements.ts';
import { evalCase } from '../../support/evalCase.ts';

const pairs = [
  ...Array.from({ length: 9 }, () => ({ expected: 'refund', answered: 'refund' })),
  { expected: 'refund', answered: 'late' },
  ...Array.from({ length: 10 }, () => ({ expected: 'late', answered: 'late' })),
];
const task = {
  type: 'label' as const,
  name: 'label',
  figures: labelFigures(confusionMatrix(['refund', 'late'], pairs)),
};
const none = { error: 0, refused: 0, truncated: 0, ungraded: 0, unchecked: 0, skipped: 0, cancelled: 0 };
const report = { target: 'a/b', tasks: [task], counts: { ...none, pass: 19, fail: 1 } };

function resultOf(text: string, of: Pick<TargetReport, 'target' | 'tasks' | 'counts'> = report) {
  const read = readRequirement(text);
  assert.ok(typeof read !== 'string', String(read));
  const [result] = requiredIn({ rows: [], targets: [of] }, { requirements: [read] }).required?.results ?? [];
  assert.ok(result);
  return [result.isMet, result.value];
}

const wrongLabel: Verdict = {
  outcome: 'fail',
  score: 0,
  reason: 'Is not "refund".',
  reading: { type: 'labels', name: 'label', expected: ['refund'], answered: ['late'] },
};
const lacksWord: Verdict = { outcome: 'fail', score: 0, reason: 'Does not contain "zebra".' };

const answered = {
  id: 'c',
  target: 'a/b',
  caseId: 'a',
  repeat: 0,
  text: '',
  reasoning: '',
  toolCalls: [],
  warnings: [],
  attempt: 1,
};

function row(outcome: Outcome, checks: readonly Verdict[]): EvalRow {
  const verdict = { outcome: 'fail', score: 0, reason: '', namedScores: {}, checks } as const;
  const cell = { ...answered, status: 'done', verdict } as const;
  return { cell, testCase: evalCase('a'), outcome };
}

function otherwise(text: string, rows: readonly EvalRow[]) {
  const read = readRequirement(text);
  assert.ok(typeof read !== 'string', String(read));
  return requiredIn({ rows, targets: [report] }, { requirements: [read] }).required?.failedOtherwise;
}

describe('a requirement', () => {
  it('is met by the figure of a class, of all, or by the pass rate', () => {
    assert.deepEqual(resultOf('recall(refund) >= 0.9'), [true, 0.9]);
    assert.deepEqual(resultOf('recall(Refund) > 90%'), [false, 0.9]);
    assert.deepEqual(resultOf('label.accuracy >= 0.95'), [true, 0.95]);
    assert.deepEqual(resultOf('passed < 96%'), [true, 0.95]);
    const [isMet, precision] = resultOf('precision(late) >= 0.95');
    assert.equal(isMet, false);
    assert.ok(Math.abs(Number(precision) - 10 / 11) < 1e-12);
  });

  it('of several labels is met by exact answers, by averages or by one label', () => {
    const rows = [
      { expected: ['a', 'b'], answered: ['b', 'a'] },
      { expected: ['a'], answered: ['a', 'c'] },
      { expected: ['b'], answered: ['a'] },
      { expected: ['c'], answered: ['c'] },
    ];
    const tags = {
      ...report,
      tasks: [{ type: 'labels', name: 'tags', figures: multiLabelFigures(['a', 'b', 'c'], rows) }],
    } as const;
    assert.deepEqual(resultOf('exact >= 0.5', tags), [true, 0.5]);
    assert.deepEqual(resultOf('accuracy > 0.5', tags), [false, 0.5], 'the accuracy of sets is that of whole sets');
    // Four of the six labels that were answered are right, and four of the five that were expected were answered.
    assert.deepEqual(resultOf('precision <= 0.7', tags), [true, 4 / 6]);
    assert.deepEqual(resultOf('recall < 0.8', tags), [false, 4 / 5]);
    assert.deepEqual(resultOf('recall(b) >= 0.5', tags), [true, 0.5]);
    assert.deepEqual(resultOf('precision(c) <= 0.4', tags), [false, 0.5]);
    const [isMet, macro] = resultOf('macro-f1 < 0.8', tags);
    // F1 of a is 0.8, those of b and c are 2/3.
    assert.ok(isMet === true && Math.abs(Number(macro) - (0.8 + 4 / 3) / 3) < 1e-12);
    assert.deepEqual(resultOf('whole > 0', tags), [false, undefined]);
    assert.deepEqual(resultOf('answered > 0', tags), [false, undefined]);
  });

  it('of records is met by whole records or by one field', () => {
    const specs = ['who', 'when'].map((name) => ({ name, compare: 'exact' as const }));
    const figures = recordFigures(specs, [
      { expected: { who: 'Ada', when: '1843' }, answered: { who: 'Ada', when: '1843' } },
      { expected: { who: 'Ada', when: '1843' }, answered: { who: 'Ada' } },
      { expected: { who: 'Ada' }, answered: { who: 'Bob', when: '1900' } },
      { expected: { who: 'Ada' }, answered: undefined },
    ]);
    const records = { ...report, tasks: [{ type: 'fields', name: 'record', figures }] } as const;
    assert.deepEqual(resultOf('whole >= 0.25', records), [true, 0.25]);
    assert.deepEqual(resultOf('accuracy > 0.25', records), [false, 0.25]);
    assert.deepEqual(resultOf('accuracy(when) >= 0.5', records), [true, 0.5]);
    // Of who, two of three answers are right and two of four records have it; of when, one of two and one of two.
    assert.deepEqual(resultOf('precision(who) >= 0.7', records), [false, 2 / 3]);
    assert.deepEqual(resultOf('recall(who) >= 0.5', records), [true, 0.5]);
    assert.deepEqual(resultOf('f1(when) >= 0.5', records), [true, 0.5]);
    assert.deepEqual(resultOf('precision > 0', records), [false, undefined], 'all fields together have none');
    assert.deepEqual(resultOf('precision(where) > 0', records), [false, undefined]);
    assert.deepEqual(resultOf('exact > 0', records), [false, undefined]);
  });

  it('of a label is met by averages over its classes, and by how many answers name one', () => {
    const silent = [...pairs, { expected: 'late', answered: '(none)' }];
    const figures = labelFigures(confusionMatrix(['refund', 'late'], silent));
    const withSilent = { ...report, tasks: [{ type: 'label', name: 'label', figures }] } as const;
    assert.deepEqual(resultOf('answered >= 0.9', withSilent), [true, 20 / 21]);
    assert.deepEqual(resultOf('exact >= 0.9', withSilent), [true, 19 / 21]);
    // Of 20 answers that name a label 19 are right, and 19 of 21 cases are answered with theirs.
    assert.deepEqual(resultOf('precision >= 0.95', withSilent), [true, 0.95]);
    assert.deepEqual(resultOf('recall >= 0.91', withSilent), [false, 19 / 21]);
    const [, macro] = resultOf('macro-f1 >= 0.9', withSilent);
    assert.ok(Math.abs(Number(macro) - (18 / 19 + 20 / 22) / 2) < 1e-12);
  });

  it('counts a refused or broken answer among those that did not pass', () => {
    const counts = { ...none, pass: 5, fail: 0, refused: 3, truncated: 2, unchecked: 7 };
    assert.deepEqual(resultOf('passed >= 0.9', { ...report, counts }), [false, 0.5]);
  });

  it('decides for the checks of its figure, and for no others', () => {
    assert.equal(otherwise('accuracy >= 0.5', [row('fail', [wrongLabel])]), 0);
    assert.equal(otherwise('accuracy >= 0.5', [row('refused', [wrongLabel])]), 0, 'it counts in the figure');
    assert.equal(otherwise('accuracy >= 0.5', [row('pass', []), row('unchecked', [])]), 0);
    assert.equal(otherwise('accuracy >= 0.5', [row('fail', [wrongLabel, lacksWord])]), 1);
    assert.equal(otherwise('accuracy >= 0.5', [row('fail', [{ ...lacksWord, components: [wrongLabel] }])]), 0);
    assert.equal(otherwise('accuracy >= 0.5', [row('fail', [{ ...lacksWord, components: [lacksWord] }])]), 1);
    assert.equal(otherwise('other.accuracy >= 0.5', [row('fail', [wrongLabel])]), 1, 'another check is required');
    assert.equal(otherwise('accuracy >= 0.5', [row('ungraded', [wrongLabel])]), 1);
    assert.equal(otherwise('accuracy >= 0.5', [row('truncated', [])]), 1);
    assert.equal(otherwise('passed >= 0.5', [row('fail', [lacksWord])]), 0, 'the rate of rows is required');
  });

  it('is never met by a figure that is not known', () => {
    assert.deepEqual(resultOf('recall(invoice) >= 0.1'), [false, undefined]);
    assert.deepEqual(resultOf('whole > 0'), [false, undefined]);
    assert.deepEqual(resultOf('passed > 0', { ...report, counts: { ...none, pass: 0, fail: 0, unchecked: 3 } }), [
      false,
      undefined,
    ]);
    const twice = { ...report, tasks: [task, { ...task, name: 'other' }] };
    assert.deepEqual(resultOf('accuracy > 0', twice), [false, undefined], 'it is not clear which is meant');
    assert.deepEqual(resultOf('other.accuracy >= 0.9', twice), [true, 0.95]);
  });

  it('is refused with what is wrong with it', () => {
    for (const [text, wanted] of [
      ['recall(refund)', /compares a figure with a number/],
      ['recal(refund) >= 0.9', /"recal" is no figure/],
      ['recall(refund) >= 95', /a share from 0 to 1/],
      ['passed >= 0%', /requires nothing/],
      ['recall <= 1', /requires nothing/],
      ['', /compares a figure/],
    ] as const) {
      const read = readRequirement(text);
      assert.ok(typeof read === 'string', text);
      assert.match(read, wanted);
    }
  });
});
