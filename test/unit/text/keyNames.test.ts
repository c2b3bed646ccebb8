import assert from 'node:assert/strict';
import { meantKey, unknownKey } from '../../../src/core/text/keyNames.ts';

const known = {
  what: 'a map',
  read: ['vars', 'assert', 'providers', 'max_tokens'],
  ignored: ['tags'],
  meant: { cases: 'vars' },
};

describe('the key that somebody most likely meant', () => {
  it('differs by one letter in a short word, by two in a longer one, by three in a long one', () => {
    assert.equal(meantKey(known, 'var'), 'vars');
    assert.equal(meantKey(known, 'vrs'), 'vars');
    assert.equal(meantKey(known, 'vxxs'), undefined);
    assert.equal(meantKey(known, 'asst'), 'assert');
    assert.equal(meantKey(known, 'axxxrt'), undefined);
    assert.equal(meantKey(known, 'provixxxs'), 'providers');
    assert.equal(meantKey(known, 'proxxxxrs'), undefined);
  });

  it('is the same in other capitals, with dashes or without, or in another word for it', () => {
    assert.equal(meantKey(known, 'maxTokens'), 'max_tokens');
    assert.equal(meantKey(known, 'MAX-TOKENS'), 'max_tokens');
    assert.equal(meantKey(known, 'Cases'), 'vars');
  });

  it('is an error where something would be lost, and a warning where nothing would', () => {
    assert.deepEqual(unknownKey(known, 'Assert'), {
      severity: 'error',
      message: '"Assert" is no key of a map, so what it asks for is lost. Did you mean "assert"?',
    });
    assert.deepEqual(unknownKey(known, 'tag'), {
      severity: 'warning',
      message: '"tag" is no key of a map. Did you mean "tags"?',
    });
    assert.equal(unknownKey(known, 'somethingElse').severity, 'warning');
  });
});
