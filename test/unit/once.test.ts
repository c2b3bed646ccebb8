import assert from 'node:assert/strict';
import { once } from '../../src/core/once.ts';

describe('once', () => {
  it('makes nothing before it is asked, and the same ever after', () => {
    let made = 0;
    const get = once(() => ({ number: ++made }));
    assert.equal(made, 0);
    const [first, second] = [get(), get()];
    assert.equal(first, second);
    assert.deepEqual([first, made], [{ number: 1 }, 1]);
  });
});
