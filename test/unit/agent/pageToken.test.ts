import assert from 'node:assert/strict';
import { pageToken, placeOfPage } from '../../../src/core/agent/pageToken.ts';

describe('a page of a list', () => {
  it('begins where its token says, and at the start without one', () => {
    assert.equal(placeOfPage(pageToken('run-1', 8), 'run-1'), 8);
    assert.equal(placeOfPage(undefined, 'run-1'), 0);
  });

  for (const token of ['run-2:8', 'run-1:', 'run-1:-3', 'run-1:8x', 'run-1', '', 'run-1:99999999999'])
    it(`is none for the token ${JSON.stringify(token)}`, () => {
      assert.throws(() => placeOfPage(token, 'run-1'), {
        code: 'invalid-arguments',
        message: 'There is no such page.',
      });
    });
});
