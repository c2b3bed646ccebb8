import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatJson } from '../../../src/core/diff/formatJson.ts';

describe('formatJson', () => {
  it('indents by two spaces and keeps the order of keys', () => {
    assert.equal(
      formatJson('{"b":[1,{}],"a":null}', { sortKeys: false }),
      '{\n  "b": [\n    1,\n    {}\n  ],\n  "a": null\n}',
    );
  });

  it('sorts keys when asked', () => {
    assert.equal(formatJson('{"b":1,"a":2}', { sortKeys: true }), '{\n  "a": 2,\n  "b": 1\n}');
  });

  it('takes a Markdown fence off', () => {
    assert.equal(formatJson('```json\n[]\n```\n', { sortKeys: false }), '[]');
  });

  it('leaves numbers and escapes as written', () => {
    assert.equal(
      formatJson('[1.0,12345678901234567890,"\\u0041"]', { sortKeys: false }),
      '[\n  1.0,\n  12345678901234567890,\n  "\\u0041"\n]',
    );
  });

  it('does not take plain text, a bare number or half an object for JSON', () => {
    for (const text of ['hello', '42', '{"a":', '', '[1,]'])
      assert.equal(formatJson(text, { sortKeys: false }), undefined);
  });

  it('gives up on nesting that no reader could follow', () => {
    assert.equal(formatJson('['.repeat(5000) + ']'.repeat(5000), { sortKeys: false }), undefined);
  });

  it('never changes what the JSON says', () => {
    const json = fc
      .oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()))
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(json, fc.boolean(), (text, sortKeys) => {
        assert.deepEqual(JSON.parse(formatJson(text, { sortKeys }) ?? 'null'), JSON.parse(text));
      }),
    );
  });
});
