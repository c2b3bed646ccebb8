import assert from 'node:assert/strict';
import { type LabelSets, multiLabelFigures } from '../../../src/core/classes/multiLabelFigures.ts';

const rows: readonly LabelSets[] = [
  { expected: ['a', 'b'], answered: ['b', 'a', 'a'] },
  { expected: ['a'], answered: ['a', 'c'] },
  { expected: [], answered: [] },
  { expected: ['b'], answered: ['a', 'strange'] },
];
const near = (value: number | undefined, wanted: number) =>
  assert.ok(value !== undefined && Math.abs(value - wanted) < 1e-12, `${value} and not ${wanted}`);

describe('the figures of answers with several labels', () => {
  const figures = multiLabelFigures(['a', 'b', 'c'], rows);

  it('count the sets that are exactly right, whatever their order and repeats', () => {
    assert.deepEqual([figures.cases, figures.exact?.value], [4, 0.5]);
  });

  it('are those of each label as a class by itself', () => {
    assert.deepEqual(
      figures.classes.map(({ label, support, predicted, precision, recall }) => [
        ...[label, support, predicted],
        ...[precision?.value, recall?.value],
      ]),
      [
        ['a', 2, 3, 2 / 3, 1],
        ['b', 2, 1, 1, 0.5],
        ['c', 0, 1, 0, undefined],
      ],
    );
    near(figures.classes[0]?.f1?.value, 0.8);
    near(figures.classes[1]?.f1?.value, 2 / 3);
    near(figures.classes[2]?.f1?.value, 0);
  });

  it('are averages over all labels, over labels by their cases, and over all decisions', () => {
    near(figures.micro.precision, 3 / 5);
    near(figures.micro.recall, 3 / 4);
    near(figures.macroDeclared.f1, (0.8 + 2 / 3) / 3);
    near(figures.weighted.recall, (2 * 1 + 2 * 0.5) / 4);
    // Of twelve decisions three are wrong: c in the second case, a and b in the last.
    near(figures.hammingLoss, 3 / 12);
    near(figures.jaccard, (1 + 1 / 2 + 1 + 0) / 4);
    assert.equal(figures.unknown, 1);
  });

  it('are not known without cases, or without labels', () => {
    const none = multiLabelFigures(['a'], []);
    assert.deepEqual(
      [none.exact, none.hammingLoss, none.jaccard, none.micro.f1],
      [undefined, undefined, undefined, undefined],
    );
    assert.equal(multiLabelFigures([], rows).hammingLoss, undefined);
  });
});
