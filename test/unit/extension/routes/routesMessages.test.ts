import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRoutesMessage } from '../../../../src/extension/routes/routesMessages.ts';

describe('what the page about routes may wish', () => {
  it('is taken as it is meant', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'adopt', proposal: 2 },
      { type: 'simulate', keep: 0.9, outages: ['openai=down:10%'] },
      { type: 'simulate', keep: 1, outages: [], requests: 1000 },
      { type: 'simulate', keep: 1, outages: [], atTodaysPrices: true },
    ])
      assert.deepEqual(parseRoutesMessage(message), message);
  });

  it('is dropped where it is anything else', () => {
    for (const message of [
      { type: 'adopt', proposal: 0 },
      { type: 'adopt', proposal: '1' },
      { type: 'simulate', keep: 0, outages: [] },
      { type: 'simulate', keep: 0.9 },
      { type: 'simulate', keep: 0.9, outages: new Array(21).fill('x') },
      { type: 'simulate', keep: 0.9, outages: [], requests: 1e9 },
      { type: 'run' },
      'ready',
    ])
      assert.equal(parseRoutesMessage(message), undefined, JSON.stringify(message));
  });

  it('never brings more than it may', () => {
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const message = parseRoutesMessage(raw);
        assert.ok(message === undefined || ['ready', 'adopt', 'simulate'].includes(message.type));
      }),
      { numRuns: 1000 },
    );
  });
});
