import assert from 'node:assert/strict';
import { cutText, DataMarks } from '../../../src/core/agent/dataMarks.ts';

describe('marks around the texts of others', () => {
  const marks = new DataMarks('a1b2c3');

  it('stand on both sides and are named together', () => {
    assert.equal(marks.around('late'), '<data-a1b2c3>late</data-a1b2c3>');
    assert.equal(marks.both, '<data-a1b2c3> </data-a1b2c3>');
  });

  it('make hidden characters visible', () => {
    assert.equal(marks.around('a\u202eb\u0007'), '<data-a1b2c3>a<U+202E>b<U+0007></data-a1b2c3>');
  });

  it('hold a text that is cut, with how much is left', () => {
    assert.equal(marks.around('abcdef', 4), '<data-a1b2c3>abcd… (2 more characters)</data-a1b2c3>');
    assert.equal(cutText('abcd', 4), 'abcd');
    assert.equal(cutText('ab😀d', 3), 'ab… (3 more characters)');
  });
});
