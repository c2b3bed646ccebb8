import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { redact } from '../../src/core/redact.ts';

const keys = fc.stringMatching(/^[A-Za-z0-9_/+=-]{8,60}$/);

describe('redact', () => {
  it('leaves nothing of a key that stands in base64, alone or within something else', () => {
    const key = 'sk-proj-0123456789abcdefghij?~>';
    for (const before of ['', 'a', 'ab', 'user:', 'Bearer '])
      for (const after of ['', '!', ' and more'])
        for (const form of ['base64', 'base64url'] as const) {
          const coded = Buffer.from(`${before}${key}${after}`).toString(form);
          const said = redact(`Refused: ${coded}.`, [key]);
          const left = [...said.matchAll(/[\w+/-]{8,}/g)].map(([part]) =>
            Buffer.from(part, 'base64').toString('latin1'),
          );
          for (let start = 0; start + 8 <= key.length; start++)
            assert.ok(!left.some((part) => part.includes(key.slice(start, start + 8))), `${before}|${after}: ${said}`);
          assert.match(said, /\[key\]/);
        }
  });

  it('removes a key, a masked key and an encoded key', () => {
    const key = 'sk-proj-abc/DEF+1234567890';
    assert.equal(redact(`Incorrect key ${key}.`, [key]), 'Incorrect key [key].');
    assert.equal(redact('Incorrect key sk-proj-abc****7890.', [key]), 'Incorrect key [key]****7890.');
    assert.equal(redact(`?key=${encodeURIComponent(key)}&x`, [key]), '?key=[key]&x');
  });

  it('leaves a text without keys alone', () => {
    assert.equal(redact('nothing to hide', [undefined, '', 'sk-1234567890']), 'nothing to hide');
  });

  it('leaves no eight characters in a row of a key', () => {
    fc.assert(
      fc.property(keys, fc.string(), fc.string(), fc.nat(50), (key, before, after, start) => {
        const clean = redact(`${before}${key}${after}${key.slice(start)}`, [key]);
        for (let index = 0; index + 8 <= key.length; index++) assert.ok(!clean.includes(key.slice(index, index + 8)));
      }),
    );
  });
});
