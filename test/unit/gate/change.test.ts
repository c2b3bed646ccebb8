import assert from 'node:assert/strict';
import { changeOf } from '../../../src/core/gate/change.ts';

const pass = { passed: 2, graded: 2 };
const fail = { passed: 0, graded: 2 };
const mixed = { passed: 1, graded: 2 };
const ungraded = { passed: 0, graded: 0 };

describe('what a change did to a case', () => {
  for (const [head, base, expected] of [
    [fail, pass, 'regressed'],
    [pass, fail, 'fixed'],
    [fail, fail, 'still-failing'],
    [pass, pass, 'same'],
    [mixed, pass, 'flaky'],
    [fail, mixed, 'flaky'],
    [ungraded, pass, 'not-run'],
    [fail, ungraded, 'not-run'],
    [fail, undefined, 'not-run'],
    [undefined, pass, 'not-run'],
  ] as const)
    it(`is ${expected} from ${JSON.stringify(base)} to ${JSON.stringify(head)}`, () => {
      assert.equal(changeOf(head, base, false), expected);
    });

  it('has its own words where the case is new', () => {
    assert.deepEqual(
      [pass, fail, mixed, ungraded].map((head) => changeOf(head, undefined, true)),
      ['new-pass', 'new-failure', 'flaky', 'not-run'],
    );
  });
});
