import assert from 'node:assert/strict';
import type { Assertion, Check } from '../../../src/core/dataset/suite.ts';
import { expectedAnswerTokens } from '../../../src/core/plan/expectedAnswer.ts';

const check = (type: string, value: string, negated = false): Assertion => ({ type, negated, value });

describe('expectedAnswerTokens', () => {
  it('reads the length of an answer from what it has to equal or be like', () => {
    assert.deepEqual(expectedAnswerTokens([check('equals', 'damaged.')]), { low: 2, expected: 2, high: 2 });
    assert.deepEqual(expectedAnswerTokens([check('rouge-n', 'x'.repeat(40))]), { low: 6, expected: 10, high: 20 });
    const set: Check = { type: 'assert-set', assert: [check('equals', 'damaged.')] };
    assert.equal(expectedAnswerTokens([set])?.expected, 2);
  });

  it('learns nothing from a part of the answer, or from what it must not be', () => {
    assert.equal(expectedAnswerTokens([check('contains', 'damaged'), check('equals', 'damaged', true)]), undefined);
    assert.equal(expectedAnswerTokens([]), undefined);
  });
});
