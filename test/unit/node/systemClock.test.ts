import assert from 'node:assert/strict';
import { systemClock } from '../../../src/node/nodeEnvironment.ts';

const weeks = 600 * 3_600_000;

describe('the clock of the machine', () => {
  it('does not take a time longer than Node can wait for none', async () => {
    const controller = new AbortController();
    const ended = new Promise((resolve) => {
      controller.signal.addEventListener(
        'abort',
        systemClock.after(weeks, () => resolve('long')),
      );
      systemClock.after(3, () => resolve('short'));
    });
    const slept = systemClock.sleep(weeks, controller.signal).then(
      () => 'over',
      () => 'stopped',
    );
    assert.equal(await ended, 'short');
    controller.abort();
    assert.equal(await slept, 'stopped');
  });
});
