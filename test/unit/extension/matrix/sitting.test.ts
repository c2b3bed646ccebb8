import assert from 'node:assert/strict';
import { Sitting } from '../../../../src/extension/matrix/sitting.ts';

describe('a sitting', () => {
  it('goes on to what nothing is said of, and ends when all is judged', () => {
    const sitting = new Sitting<string, string>(['a', 'b', 'c']);
    sitting.remember(1, 'pass');
    sitting.goOn();
    assert.deepEqual([sitting.thing, sitting.progress], ['a', { at: 1, judged: 1, total: 3 }]);
    sitting.judge('fail');
    assert.deepEqual([sitting.thing, sitting.progress], ['c', { at: 3, judged: 2, total: 3 }]);
    sitting.judge('pass');
    assert.deepEqual([sitting.thing, sitting.progress], [undefined, { at: 3, judged: 3, total: 3 }]);
  });

  it('takes a wish about the thing on the page alone', () => {
    const sitting = new Sitting<string, string>(['a', 'b']);
    const first = sitting.item;
    assert.equal(sitting.shown(first), 'a');
    sitting.judge('pass');
    assert.equal(sitting.shown(first), undefined);
    assert.equal(sitting.shown(sitting.item), 'b');
  });

  it('goes back over what was judged in it, and not further', () => {
    const sitting = new Sitting<string, string>(['a', 'b', 'c']);
    sitting.remember(0, 'pass');
    sitting.goOn();
    sitting.judge('fail');
    assert.equal(sitting.undo(), 'b');
    assert.deepEqual([sitting.said, sitting.progress.judged], [undefined, 1]);
    assert.equal(sitting.undo(), undefined);
    assert.equal(sitting.thing, 'b');
  });

  it('moves within its ends, and comes back to what was passed over', () => {
    const sitting = new Sitting<string, string>(['a', 'b', 'c']);
    sitting.move(-1);
    assert.equal(sitting.thing, 'a');
    sitting.move(1);
    sitting.move(1);
    sitting.move(1);
    assert.equal(sitting.thing, 'c');
    sitting.judge('pass');
    assert.equal(sitting.thing, 'a');
  });
});
