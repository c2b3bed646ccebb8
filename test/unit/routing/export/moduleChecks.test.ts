import assert from 'node:assert/strict';
import vm from 'node:vm';
import type { Check } from '../../../../src/core/dataset/suite.ts';
import { checkExpression } from '../../../../src/core/routing/export/moduleChecks.ts';
import { check } from '../../../support/grading.ts';

/** What the code of a check says of each text; undefined where there is no such code. */
function verdicts(check: Check, ...texts: readonly string[]): readonly unknown[] | undefined {
  const code = checkExpression(check);
  if (code === undefined) return undefined;
  const isJson = (text: string) => text.startsWith('{');
  const holds: unknown = vm.runInNewContext(code, { isJson });
  assert.ok(typeof holds === 'function');
  return texts.map((text) => holds(text));
}

describe('a check as code of an exported route', () => {
  it('looks at the text as the check does', () => {
    assert.deepEqual(verdicts(check('contains', 'a"b'), 'xa"by', 'xA"By'), [true, false]);
    assert.deepEqual(verdicts(check('icontains', 'Sorry'), 'so SORRY', 'fine'), [true, false]);
    assert.deepEqual(verdicts(check('starts-with', 'Yes'), 'Yes.', 'Oh, Yes.'), [true, false]);
    assert.deepEqual(verdicts(check('equals', 'Yes'), 'Yes', 'Yes.'), [true, false]);
    assert.deepEqual(verdicts(check('regex', '^\\d+$'), '12', '12a'), [true, false]);
    assert.deepEqual(verdicts(check('is-json'), '{"a":1}', 'a'), [true, false]);
  });

  it('looks for all of a list, or any, in the letter case that is asked for', () => {
    const list = ['One', 'Two'];
    assert.deepEqual(verdicts(check('contains-all', list), 'One Two', 'One', 'one two'), [true, false, false]);
    assert.deepEqual(verdicts(check('contains-any', list), 'One', 'one', 'Three'), [true, false, false]);
    assert.deepEqual(verdicts(check('icontains-all', list), 'oNe tWo', 'two'), [true, false]);
    assert.deepEqual(verdicts(check('icontains-any', list), 'ONE', 'three'), [true, false]);
  });

  it('says the opposite where the check is negated', () => {
    assert.deepEqual(verdicts(check('contains', 'a', { negated: true }), 'a', 'b'), [false, true]);
    assert.deepEqual(verdicts(check('contains-any', ['a', 'b'], { negated: true }), 'a', 'c'), [false, true]);
  });

  it('is none where more is needed than the text, or where the check is of another kind', () => {
    for (const other of [
      check('is-json', { type: 'object' }),
      check('contains', 3),
      check('contains'),
      check('contains-all', ['a', 3]),
      check('equals', ['a', 'b']),
      check('llm-rubric', 'Is polite'),
      check('contains', 'a', { transform: 'output.trim()' }),
    ])
      assert.equal(checkExpression(other), undefined, JSON.stringify(other));
  });
});
