import assert from 'node:assert/strict';
import { ServerQueue } from '../../../../src/core/providers/lanes/serverQueue.ts';

describe('ServerQueue', () => {
  it('tells each request how many were under way at most while it was', () => {
    const queue = new ServerQueue(false);
    const first = queue.enter(0);
    const second = queue.enter(1);
    queue.leave(first, true, 2);
    const third = queue.enter(3);
    queue.leave(third, true, 4);
    const fourth = queue.enter(5);
    const fifth = queue.enter(6);
    assert.deepEqual(
      [first, second, third, fourth, fifth].map(({ atOnce }) => atOnce),
      [2, 3, 2, 3, 3],
    );
  });

  it('counts no silence at a server of its own while others stand before it', () => {
    const queue = new ServerQueue(true);
    const first = queue.enter(0);
    const second = queue.enter(10);
    assert.equal(queue.silentSince(first, 500), 0);
    assert.equal(queue.silentSince(second, 500), 500);
    queue.leave(first, false, 600);
    assert.equal(queue.silentSince(second, 900), 600);
  });

  it('counts silence elsewhere since one that was sent before was heard of, whatever came after', () => {
    const queue = new ServerQueue(false);
    const [first, second, third] = [queue.enter(0), queue.enter(10), queue.enter(20)];
    first.heardAt = 300;
    third.heardAt = 400;
    assert.equal(queue.silentSince(second, 500), 300);
    assert.equal(queue.silentSince(first, 500), 0);
    queue.leave(first, true, 600);
    assert.equal(queue.silentSince(second, 900), 600);
    queue.leave(third, true, 700);
    assert.equal(queue.silentSince(second, 900), 600);
  });

  it('takes one that was given up elsewhere for no sign of life', () => {
    const queue = new ServerQueue(false);
    const [first, second] = [queue.enter(0), queue.enter(10)];
    queue.leave(first, false, 600);
    assert.equal(queue.silentSince(second, 900), 10);
  });
});
