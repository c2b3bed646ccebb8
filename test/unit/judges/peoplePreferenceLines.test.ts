import assert from 'node:assert/strict';
import { criterionName, peoplePreferenceLines } from '../../../src/core/judges/peoplePreferenceLines.ts';
import type { PeoplePreferences } from '../../../src/core/judges/peoplePreferences.ts';

const nobody: PeoplePreferences = { duels: [], judges: [], sides: { chosen: 0, left: 0, p: 1 } };
const said = (more: Partial<PeoplePreferences>) => peoplePreferenceLines({ ...nobody, ...more }, (name) => `<${name}>`);
const sides = (chosen: number, left: number, p: number) => said({ sides: { chosen, left, p } });

describe('what people choose, in sentences', () => {
  it('says how far a judge says the same', () => {
    const judge = { judge: 'j', pairs: 20, agree: 15, interval: { low: 0.531, high: 0.888 }, opposite: 3 };
    assert.deepEqual(said({ judges: [judge] }), [
      '<j> says what people say in 15 of 20 pairs (53.1 to 88.8%), and chose the other answer in 3.',
    ]);
    assert.deepEqual(said({ judges: [{ ...judge, pairs: 1, agree: 1, interval: undefined, opposite: 0 }] }), [
      '<j> says what people say in 1 of 1 pair, and never chose the other answer.',
    ]);
  });

  it('says whether people favour a side, up to chance', () => {
    assert.deepEqual(sides(20, 15, 0.05), [
      'Of 20 choices of a side people made 15 on the left: they favour the left side.',
    ]);
    assert.deepEqual(sides(20, 5, 0.041), [
      'Of 20 choices of a side people made 5 on the left: they favour the right side.',
    ]);
    assert.deepEqual(sides(20, 14, 0.051), [
      'Of 20 choices of a side people made 14 on the left: no sign that they favour a side.',
    ]);
    assert.deepEqual(sides(0, 0, 1), []);
  });

  it('names the criterion, or the whole where there was none', () => {
    assert.deepEqual([criterionName({ criterion: 'kind' }), criterionName({})], ['kind', 'On the whole']);
  });
});
