import assert from 'node:assert/strict';
import { oddOneOut } from '../../../src/core/diff/oddOneOut.ts';

describe('oddOneOut', () => {
  it('names the answer that says something else', () => {
    assert.equal(oddOneOut(['The parcel is broken.', 'I cannot help with that request.', 'The parcel was broken.']), 1);
  });

  it('names nobody when all answers are alike', () => {
    assert.equal(oddOneOut(['The parcel is broken.', 'The parcel is broken.', 'The parcel is broken.']), undefined);
  });

  it('names nobody when all answers are unlike each other', () => {
    assert.equal(oddOneOut(['alpha beta', 'gamma delta', 'epsilon zeta', 'eta theta']), undefined);
  });

  it('has no opinion about two answers', () => {
    assert.equal(oddOneOut(['yes', 'no']), undefined);
  });
});
