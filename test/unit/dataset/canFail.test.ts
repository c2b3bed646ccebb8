import assert from 'node:assert/strict';
import { canFail } from '../../../src/core/dataset/canFail.ts';
import type { Assertion, Check } from '../../../src/core/dataset/suite.ts';
import { check } from '../../support/grading.ts';

const idle = check('contains', 'a', { weight: 0 });
const liked = check('prefer', 'Is nicer', { against: 'all' });
const set = (assert: readonly Assertion[], weight?: number): Check => ({
  ...{ type: 'assert-set', assert, options: {} },
  ...(weight === undefined ? {} : { weight }),
});

describe('a check that can fail its row', () => {
  it('is every check but one of weight 0 and a preference without a threshold', () => {
    assert.equal(canFail(check('contains', 'a')), true);
    assert.equal(canFail(check('contains', 'a', { weight: 0.1 })), true);
    assert.equal(canFail(idle), false);
    assert.equal(canFail(liked), false);
    assert.equal(canFail({ ...liked, threshold: 0.5 }), true);
    assert.equal(canFail({ ...liked, threshold: 0.5, weight: 0 }), false);
  });

  it('is a set in which one member can, whatever the others are', () => {
    assert.equal(canFail(set([idle, check('contains', 'b'), liked])), true);
    assert.equal(canFail(set([idle, liked])), false);
    assert.equal(canFail(set([])), false);
    assert.equal(canFail(set([check('contains', 'b')], 0)), false);
  });

  it('may be asked of some assertions alone', () => {
    const both = set([check('contains', 'a'), check('llm-rubric', 'b')]);
    assert.equal(
      canFail(both, ({ type }) => type === 'llm-rubric'),
      true,
    );
    assert.equal(
      canFail(both, ({ type }) => type === 'equals'),
      false,
    );
    assert.equal(
      canFail(
        set([check('contains', 'a'), { ...check('llm-rubric', 'b'), weight: 0 }]),
        ({ type }) => type === 'llm-rubric',
      ),
      false,
    );
  });
});
