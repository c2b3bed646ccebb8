import assert from 'node:assert/strict';
import { matrixOf } from '../../../../../src/core/results/matrix/matrixProjection.ts';
import { compareOutcomes } from '../../../../../src/core/stats/compareOutcomes.ts';
import { matrixComparisons, shortComparison } from '../../../../../src/webview/matrix/state/matrixComparisons.ts';
import { type Ending, madeRun, ticketCase } from '../../../../e2e/panel/matrixRuns.ts';

const targets = ['a/one', 'b/two'];
const rows = Array.from({ length: 12 }, (_, index) => ticketCase(index));

/** `endings` by target and case number. */
function matrixWith(
  ending: (target: string, number: number, repeat: number) => Ending,
  { repeats = 1, isRunning = false } = {},
) {
  const run = madeRun(
    { rows, targets, repeats },
    ({ target, caseId, repeat }) => ending(target, Number(caseId.replace(/\D/g, '')), repeat),
    { isRunning },
  );
  return matrixOf(run);
}

describe('the comparisons of the matrix', () => {
  it('set the other models beside the best, over the cases graded on both', () => {
    const matrix = matrixWith((target, number) =>
      number === 0 ? 'error' : target === 'a/one' && number < 9 ? 'fail' : 'pass',
    );
    const [found] = matrixComparisons(matrix);
    assert.deepEqual(
      [found?.left, found?.right, found?.cases, found?.both, found?.onlyLeft],
      ['b/two', 'a/one', 11, 3, 8],
    );
  });

  it('count repeats by their majority', () => {
    const matrix = matrixWith((target, number, repeat) => (target === 'a/one' && repeat < number ? 'fail' : 'pass'), {
      repeats: 3,
    });
    const [found] = matrixComparisons(matrix);
    assert.deepEqual([found?.both, found?.onlyLeft], [2, 10]);
  });

  it('wait for the end of the run', () => {
    assert.deepEqual(matrixComparisons(matrixWith(() => 'pass', { isRunning: true })), []);
  });

  it('have a short form for a narrow column', () => {
    const pairs = (onlyLeft: number, onlyRight: number) => [
      ...Array.from({ length: onlyLeft }, () => ({ left: true, right: false })),
      ...Array.from({ length: onlyRight }, () => ({ left: false, right: true })),
    ];
    const short = (onlyLeft: number, onlyRight: number) =>
      shortComparison({ ...compareOutcomes(pairs(onlyLeft, onlyRight)), left: 'a', right: 'b' });
    assert.equal(short(20, 4), '66.7 points below the best · more than noise');
    assert.equal(short(3, 5), '25.0 points above the best · inside the noise');
    assert.equal(short(4, 4), 'no difference from the best');
  });
});
