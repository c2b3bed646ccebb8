import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type ErrorCode, PolypromptError } from '../../../src/core/errors.ts';
import { cellsToResume } from '../../../src/core/execute/resume.ts';
import { finishedRun } from '../../support/finishedRun.ts';

describe('a run that is resumed', () => {
  const askedAgain = (code: ErrorCode) => {
    const state = finishedRun(['a'], ['1'], () => ({}));
    const cells = Object.entries(state.cells).map(([id, cell]) => {
      return [id, { ...cell, status: 'failed' as const, error: new PolypromptError(code, 'No.').toRecord() }] as const;
    });
    return cellsToResume({ ...state, cells: Object.fromEntries(cells) }).length;
  };

  it('asks again what a key, a name or an address kept from its turn, and not what failed by itself', () => {
    for (const code of ['missing-key', 'invalid-key', 'model-not-found', 'wrong-address'] as const)
      assert.equal(askedAgain(code), 1, code);
    for (const code of ['request-rejected', 'context-too-long', 'provider-error'] as const)
      assert.equal(askedAgain(code), 0, code);
  });
});
