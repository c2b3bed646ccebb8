import assert from 'node:assert/strict';
import { isOn, textsOf, wordOf } from '../../../../src/extension/services/settingValues.ts';

/** What is read of a value, and what is said about it. */
function reading<Result>(
  read: (found: { id: string; value: unknown; complaints: string[] }) => Result,
  value: unknown,
) {
  const complaints: string[] = [];
  return [read({ id: 'polyprompt.x', value, complaints }), complaints.map((one) => one.includes('polyprompt.x'))];
}

describe('settings that are malformed (fault 78)', () => {
  const words = ['message', 'openResults', 'nothing'] as const;
  const wrong = [Number.NaN, Number.POSITIVE_INFINITY, 1e300, {}, [1], 'x'.repeat(1e6), null];

  it('fall back to the default, and their name is said', () => {
    for (const value of wrong) {
      assert.deepEqual(
        reading((found) => wordOf(found, words), value),
        ['message', [true]],
      );
      assert.deepEqual(reading(isOn, value), [true, [true]]);
    }
    for (const value of [Number.NaN, {}, 'x', 7]) assert.deepEqual(reading(textsOf, value), [[], [true]]);
    assert.deepEqual(reading(textsOf, ['a/b', 7, null, 'c/d']), [['a/b', 'c/d'], [true]]);
  });

  it('are as they are where nothing is wrong, and nothing is said', () => {
    assert.deepEqual(
      reading((found) => wordOf(found, words), 'nothing'),
      ['nothing', []],
    );
    assert.deepEqual(
      reading((found) => wordOf(found, words), undefined),
      ['message', []],
    );
    assert.deepEqual(
      [reading(isOn, false), reading(isOn, undefined)],
      [
        [false, []],
        [true, []],
      ],
    );
    assert.deepEqual(reading(textsOf, ['a/b']), [['a/b'], []]);
    assert.deepEqual(reading(textsOf, undefined), [[], []]);
  });
});
