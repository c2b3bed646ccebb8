import assert from 'node:assert/strict';
import { agreements } from '../../../src/core/diff/agreement.ts';

describe('agreements', () => {
  it('counts equal fields of JSON answers, the most contested first', () => {
    assert.deepEqual(
      agreements([
        '{"lang":"en","label":"damaged"}',
        '{"label":"damaged","lang":"en"}',
        '{"label":"late","lang":"en"}',
      ]),
      [
        { agreeing: 2, total: 3, field: 'label', value: '"damaged"' },
        { agreeing: 3, total: 3, field: 'lang', value: '"en"' },
      ],
    );
  });

  it('leaves out fields that hold lists or objects, or that an answer lacks', () => {
    assert.deepEqual(agreements(['{"a":[1],"b":1,"c":2}', '{"a":[1],"c":2}']), [
      { agreeing: 2, total: 2, field: 'c', value: '2' },
    ]);
  });

  it('compares other answers as whole texts, blind to spacing and capitals', () => {
    assert.deepEqual(agreements(['Damaged', ' damaged\n', 'late']), [{ agreeing: 2, total: 3 }]);
  });

  it('says nothing about a single answer', () => {
    assert.deepEqual(agreements(['alone']), []);
  });
});
