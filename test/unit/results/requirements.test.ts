import assert from 'node:assert/strict';
import { labelFigures } from '../../../src/core/classes/classFigures.ts';
import { confusionMatrix } from '../../../src/core/classes/confusionMatrix.ts';
import { readRequirement } from '../../../src/core/dataset/requirement.ts';
import { requirementResults } from '../../../src/core/results/requirements.ts';

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
const report = { target: 'a/b', tasks: [task], passed: 19, graded: 20 };

function resultOf(text: string, of = report) {
  const read = readRequirement(text);
  assert.ok(typeof read !== 'string', String(read));
  const [result] = requirementResults([of], [read]);
  assert.ok(result);
  return [result.isMet, result.value];
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

  it('is never met by a figure that is not known', () => {
    assert.deepEqual(resultOf('recall(invoice) >= 0'), [false, undefined]);
    assert.deepEqual(resultOf('whole >= 0'), [false, undefined]);
    assert.deepEqual(resultOf('passed >= 0', { ...report, passed: 0, graded: 0 }), [false, undefined]);
    const twice = { ...report, tasks: [task, { ...task, name: 'other' }] };
    assert.deepEqual(resultOf('accuracy >= 0', twice), [false, undefined], 'it is not clear which is meant');
    assert.deepEqual(resultOf('other.accuracy >= 0.9', twice), [true, 0.95]);
  });

  it('is refused with what is wrong with it', () => {
    for (const [text, wanted] of [
      ['recall(refund)', /compares a figure with a number/],
      ['recal(refund) >= 0.9', /"recal" is no figure/],
      ['recall(refund) >= 95', /a share from 0 to 1/],
      ['', /compares a figure/],
    ] as const) {
      const read = readRequirement(text);
      assert.ok(typeof read === 'string', text);
      assert.match(read, wanted);
    }
  });
});
