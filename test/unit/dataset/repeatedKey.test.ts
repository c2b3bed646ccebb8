import assert from 'node:assert/strict';
import { repeatedKey } from '../../../src/core/dataset/repeatedKey.ts';

describe('a key that stands twice in a line of JSON', () => {
  for (const [json, found] of [
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"b":2}', undefined],
    ['{"a": {"b":1, "b":2}}', 'b'],
    ['[{"a":1},{"a":2}]', undefined],
    ['{"a":{"x":1},"b":{"x":1}}', undefined],
    ['{"a":{"b":1},"b":2}', undefined],
    ['{"list":[1,[2]],"b":1,"b":2}', 'b'],
    ['{"a":1,"list":[{"a":1}],"a":2}', 'a'],
    ['{"a":"a","b":"a"}', undefined],
    ['{"a":["b","b"],"b":1}', undefined],
    ['{"a" :1, "a"\t: 2}', 'a'],
    ['{"a\\"":1,"a":2}', undefined],
    ['{"say \\"a\\":":1,"a":2,"a":3}', 'a'],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', undefined],
  ] as const)
    it(`is ${found ?? 'none'} in ${json}`, () => {
      JSON.parse(json);
      assert.equal(repeatedKey(json), found);
    });
});
