import assert from 'node:assert/strict';
import { porterStem } from '../../../src/core/grading/porterStem.ts';

describe('porterStem', () => {
  it('takes the endings off', () => {
    const stems = {
      caresses: 'caress',
      ponies: 'poni',
      cats: 'cat',
      agreed: 'agre',
      plastered: 'plaster',
      hopping: 'hop',
      falling: 'fall',
      filing: 'file',
      happy: 'happi',
      relational: 'relat',
      vietnamization: 'vietnam',
      hopefulness: 'hope',
      adoption: 'adopt',
      adjustment: 'adjust',
      controll: 'control',
      generalizations: 'gener',
      oscillators: 'oscil',
    };
    assert.deepEqual(Object.fromEntries(Object.keys(stems).map((word) => [word, porterStem(word)])), stems);
  });

  it('knows irregular forms and leaves short words alone', () => {
    assert.deepEqual(['dying', 'skies', 'sky', 'news', 'is', 'a', 'enjoy'].map(porterStem), [
      'die',
      'sky',
      'sky',
      'news',
      'is',
      'a',
      'enjoy',
    ]);
  });
});
