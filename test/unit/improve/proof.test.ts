import assert from 'node:assert/strict';
import { isNotWorse, isProven, proveRows } from '../../../src/core/improve/proof.ts';

/** Rows by what became of them: draws before and after as text, `1` for a pass, `0` for none, `-` without a verdict. */
type Kind = readonly [count: number, before: string, after: string];

function rows(...kinds: readonly Kind[]) {
  const draws = (text: string) => [...text].map((each) => (each === '-' ? undefined : each === '1'));
  return kinds.flatMap(([count, before, after], kind) =>
    Array.from({ length: count }, (_, index) => ({
      row: `${kind}.${index}`,
      before: draws(before),
      after: draws(after),
    })),
  );
}
const prove = (...kinds: readonly Kind[]) => proveRows([rows(...kinds)])[0];

describe('a promise that nothing gets worse', () => {
  it('is kept by the lower end of the interval, the margin itself included, and never without rows', () => {
    assert.equal(isNotWorse({ low: -0.05, rows: 40 }, 0.05), true);
    assert.equal(isNotWorse({ low: -0.051, rows: 40 }, 0.05), false);
    assert.equal(isNotWorse({ low: 0, rows: 0 }, 0.05), false);
  });

  it('is no proof that anything is better', () => {
    assert.equal(isProven({ adjusted: 0.05, gain: 0.01 }), true);
    assert.equal(isProven({ adjusted: 0.051, gain: 0.01 }), false);
    assert.equal(isProven({ adjusted: 0.01, gain: 0 }), false);
  });
});

describe('the proof on held-out rows', () => {
  it('is McNemar’s exact test where each row is asked once', () => {
    assert.equal(prove([6, '0', '1'], [34, '1', '1'])?.p, 0.03125);
    assert.equal(prove([5, '0', '1'], [35, '1', '1'])?.p, 0.0625);
    const mixed = prove([8, '0', '1'], [1, '1', '0'], [31, '1', '1']);
    assert.equal(mixed?.p, 0.0390625);
    assert.ok(mixed && isProven(mixed));
  });

  it('counts a row as one, however often it is asked', () => {
    assert.equal(prove([5, '000', '111'], [35, '111', '111'])?.p, 0.0625);
  });

  it('gives gain, rates and the rows that changed', () => {
    const proof = prove([8, '00', '11'], [2, '11', '01'], [10, '11', '11']);
    assert.equal(proof?.gain, (16 - 2) / 40);
    assert.deepEqual([proof?.before, proof?.after], [24 / 40, 38 / 40]);
    assert.deepEqual([proof?.better.length, proof?.worse], [8, ['1.0', '1.1']]);
  });

  it('leaves a row out on both sides where either has no verdict', () => {
    const proof = prove([8, '0', '1'], [3, '0', '-'], [1, '-', '1'], [8, '1', '1']);
    assert.deepEqual([proof?.rows, proof?.leftOut, proof?.gain], [16, 4, 0.5]);
  });

  it('corrects for several finalists by Holm', () => {
    const [first, second] = proveRows([rows([6, '0', '1'], [34, '1', '1']), rows([40, '1', '1'])]);
    assert.deepEqual([first?.adjusted, second?.adjusted, first && isProven(first)], [0.0625, 1, false]);
  });

  it('has an interval that never contradicts the test', () => {
    for (let wins = 0; wins <= 12; wins++)
      for (let losses = 0; losses <= 6; losses++) {
        const proof = prove([wins, '0', '1'], [losses, '1', '0'], [40 - wins - losses, '1', '1']);
        assert.ok(proof);
        if (isProven(proof)) assert.ok(proof.low >= 0 && proof.low <= proof.gain, `${wins}-${losses}`);
        if (proof.adjusted > 0.05) assert.ok(proof.low <= 0 && proof.high >= 0, `${wins}-${losses}`);
      }
  });

  it('is never certain where every row changes alike', () => {
    const proof = prove([20, '0', '1']);
    assert.ok(proof && proof.gain === 1 && proof.low < 0.9 && proof.high === 1);
    const same = prove([40, '1', '1']);
    assert.ok(same && same.low < -0.05 && same.high > 0.05);
  });

  it('says of a shorter prompt that it is not worse by more than a margin', () => {
    const same = prove([200, '11', '11'], [1, '11', '10'], [1, '10', '11']);
    assert.ok(same && isNotWorse(same, 0.05));
    const few = prove([20, '1', '1']);
    assert.ok(few && !isNotWorse(few, 0.05));
  });

  it('proves nothing without rows', () => {
    const [proof] = proveRows([[]]);
    assert.ok(proof && !isProven(proof) && proof.gain === 0);
  });
});
