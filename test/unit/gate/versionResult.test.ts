import assert from 'node:assert/strict';
import { versionResult } from '../../../src/core/gate/versionResult.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

/** The cells of repeats of one case, each with its behaviour. */
function cellsOf(...behaviours: readonly Behaviour[]): readonly CellState[] {
  const prompts = behaviours.map((_, index) => String(index));
  const { cells } = finishedRun(['a'], prompts, (_model, prompt) => behaviours[Number(prompt)] ?? {});
  return Object.values(cells);
}

function resultOf(...behaviours: readonly Behaviour[]) {
  const result = versionResult(cellsOf(...behaviours));
  assert.ok(result);
  return result;
}

describe('the result of a case in one version', () => {
  it('is none where it was not asked', () => {
    assert.equal(versionResult([]), undefined);
  });

  it('counts the repeats that passed and those that were graded, with their mean score', () => {
    const [right, wrong] = [{ passed: true }, { passed: false }];
    const { passed, graded, score, answer } = resultOf(right, wrong, right, right);
    assert.deepEqual([passed, graded, score, answer], [3, 4, 0.75, 'ok']);
  });

  it('counts an error, and an answer without a verdict, for neither', () => {
    const { passed, graded, score } = resultOf({ passed: true }, { fails: 'server-error' }, {});
    assert.deepEqual([passed, graded, score], [1, 1, 1]);
    const nothing = resultOf({ fails: 'server-error' });
    assert.deepEqual(
      [nothing.passed, nothing.graded, nothing.score, nothing.answer, nothing.answerHash],
      [0, 0, null, null, null],
    );
  });

  it('takes a refused and a cut off answer for bad ones, and says so', () => {
    const refused = resultOf({ finishReason: 'refusal', passed: false });
    assert.deepEqual([refused.passed, refused.graded], [0, 1]);
    assert.match(refused.reason, /^refused: /);
    assert.match(resultOf({ finishReason: 'length', passed: false }).reason, /^truncated: /);
    assert.equal(resultOf({ passed: true }).reason, '');
  });

  it('says of what had no turn that it was not run', () => {
    const [cell] = cellsOf({});
    assert.ok(cell);
    for (const status of ['queued', 'cancelled'] as const)
      assert.equal(versionResult([{ ...cell, status }])?.reason, 'It was not run.');
  });

  it('has the time of its first repeat, unless that was answered before', () => {
    const [cell] = cellsOf({ totalMs: 1200 });
    assert.ok(cell);
    assert.equal(versionResult([cell])?.ms, 1200);
    assert.equal(versionResult([{ ...cell, cached: true }])?.ms, null);
  });

  it('has the mean price of its answers, and none where a part is not known', () => {
    const [first, second] = cellsOf({ cost: 1 }, { cost: 3 });
    assert.ok(first && second);
    const priceOf = (...cells: readonly CellState[]) => {
      const result = versionResult(cells);
      return [result?.price, result?.isPriceReported];
    };
    assert.deepEqual(priceOf(first, second), [2, false]);
    const reported = { amount: 3, basis: 'reported', atLeast: false } as const;
    assert.deepEqual(priceOf({ ...second, cost: reported }), [3, true]);
    assert.deepEqual(priceOf(first, { ...second, cost: reported }), [2, false]);
    assert.deepEqual(priceOf({ ...second, cost: { ...reported, atLeast: true } }), [null, true]);
    const { cost: _unknown, ...unpriced } = second;
    assert.deepEqual(priceOf(first, unpriced), [null, false]);
  });
});
