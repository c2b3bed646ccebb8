import assert from 'node:assert/strict';
import { Opening } from '../../../../src/core/providers/lanes/opening.ts';

/** Gives answers that took so many milliseconds, in the order in which their requests were sent. */
function answer(opening: Opening, milliseconds: readonly number[], model = 'm') {
  return milliseconds.map((time, index) =>
    opening.add({ model, milliseconds: time, place: { underWay: index + 1, epoch: 0, number: index + 1 } }),
  );
}

/** An opening that has found two and four requests at once right, at a second for each answer. */
function known(): Opening {
  const opening = new Opening(2);
  answer(opening, [1000, 1000]);
  opening.widen(4, 4);
  answer(opening, [1000, 1000, 1000, 1000]);
  opening.widen(8, 8);
  return opening;
}

describe('Opening', () => {
  it('waits for the answers of what it has sent', () => {
    assert.deepEqual(answer(new Opening(4), [1000, 1000, 1000, 1000]), [undefined, undefined, undefined, 'wider']);
  });

  it('is over where one answer waits behind another, although nothing is known of the server', () => {
    assert.deepEqual(answer(new Opening(2), [1000, 2000]), [undefined, 'over']);
  });

  it('goes on after answers that waited for a model to load together', () => {
    assert.deepEqual(answer(new Opening(2), [9000, 9100]), [undefined, 'wider']);
  });

  it('does not compare with answers that may have waited for a model to load', () => {
    const opening = new Opening(2);
    answer(opening, [9000, 9100]);
    opening.widen(4, 4);
    assert.equal(answer(opening, [100, 200, 300, 400]).at(-1), 'over');
  });

  it('is over once answers take longer than usual, be it all of them', () => {
    assert.equal(answer(known(), Array<number>(8).fill(1200)).at(-1), 'wider');
    assert.equal(answer(known(), Array<number>(8).fill(1300)).at(-1), 'over');
  });

  it('is over where one waits behind another, although the time before was no shorter', () => {
    assert.equal(answer(known(), [400, 400, 400, 400, 800, 800, 800, 800]).at(-1), 'over');
  });

  it('keeps the last width that was right', () => {
    assert.deepEqual([new Opening(2).right, known().right], [undefined, 4]);
  });

  it('is over with the first answer of another model, whose time says nothing of the first', () => {
    const opening = new Opening(4);
    answer(opening, [1000]);
    assert.deepEqual(answer(opening, [1000], 'n'), ['over']);
  });
});
